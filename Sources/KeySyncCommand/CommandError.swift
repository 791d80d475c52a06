/// What can go wrong in the command itself.
enum CommandError: Error, CustomStringConvertible {
  /// An argument that is data does not have its form.
  case badArgument(String)
  /// Input is not what it should be.
  case badInput(String)
  /// There is no such file, or it cannot be read.
  case noInput(String, reason: String)
  /// Reading stopped half-way.
  case read(String, reason: String)
  /// The file is there already.
  case exists(String)
  /// The file cannot be made.
  case cannotCreate(String, reason: String)
  /// Output did not get to where it should.
  case write(String, reason: String)
  /// Something has to be said with a flag.
  case usage(String)

  var status: ExitStatus {
    switch self {
    case .badArgument, .badInput: .data
    case .noInput: .noInput
    case .read, .write: .inputOutput
    case .exists, .cannotCreate: .cannotCreate
    case .usage: .usage
    }
  }

  var description: String {
    switch self {
    case .badArgument(let sentence), .badInput(let sentence), .usage(let sentence): sentence
    case .noInput(let path, let reason), .read(let path, let reason): "cannot read \(path): \(reason)"
    case .exists(let path): "\(path) exists and is left as it is; --force replaces it"
    case .cannotCreate(let path, let reason): "cannot create \(path): \(reason)"
    case .write(let path, let reason): "cannot write to \(path): \(reason)"
    }
  }
}

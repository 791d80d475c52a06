import ArgumentParser
import KeySync

/// `keysync conflict resolve`
struct ConflictResolveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve",
    abstract: "End a conflict.",
    discussion: """
      Makes a change on top of all heads: one of them again, new data of the same algorithm, or a delete. Exactly one of \
      the three is to be given.

      Examples:
        keysync conflict resolve tls/www --keep 3f2a
        keysync conflict resolve tls/www --file www.pem
        keysync conflict resolve tls/www --delete
      """
  )

  @OptionGroup var cluster: ClusterArguments
  @OptionGroup var argument: KeyArgument

  @Option(help: ArgumentHelp("The head to keep: its record id or the beginning of it.", valueName: "record-id"))
  var keep: String?

  @Option(help: "The file with new data; '-' is standard input.")
  var file: String?

  @Flag(help: "Delete the key.")
  var delete = false

  func validate() throws {
    let given = [keep != nil, file != nil, delete].filter { $0 }.count
    guard given == 1 else { throw ValidationError("give exactly one of --keep, --file and --delete") }
  }

  func run() throws {
    let (key, synchronizer) = (try argument.key, try cluster.open())
    guard try synchronizer.key(key) != nil else { throw KeySyncError.unknownKey(key) }
    Terminal.say(try synchronizer.resolve(key, try resolution).changeText)
  }

  private var resolution: ConflictResolution {
    get throws {
      if let keep { return .keep(keep) }
      if delete { return .delete }
      return .replace(data: try InputFile(file).readKeyData(), algorithm: nil)
    }
  }
}

import Foundation

/// A file or standard input, read up to a bound.
struct InputFile {
  /// How it is named in messages.
  let name: String
  private let path: String?

  /// Whether it is standard input.
  var isStandardInput: Bool { path == nil }

  /// Standard input where there is no path, or `-`.
  init(_ path: String?) {
    self.path = path == "-" ? nil : path
    name = self.path ?? "standard input"
  }

  /// All bytes; one more than the limit where there are more, so that the caller can tell.
  func read(limit: Int) throws -> [UInt8] {
    let handle = try open()
    var data = Data()
    do {
      while data.count <= limit, let more = try handle.read(upToCount: limit + 1 - data.count), !more.isEmpty {
        data += more
      }
    } catch { throw CommandError.read(name, reason: error.reason) }
    return Array(data)
  }

  private func open() throws -> FileHandle {
    guard let path else { return FileHandle.standardInput }
    var isDirectory: ObjCBool = false
    if unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
      throw CommandError.noInput(path, reason: "it is a directory")
    }
    do {
      return try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    } catch { throw CommandError.noInput(path, reason: error.reason) }
  }
}

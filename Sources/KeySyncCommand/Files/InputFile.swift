import Foundation
import KeySync

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

  /// All bytes, as the data of a key.
  ///
  /// - Throws: `CommandError.badInput` where there are more than a key may have.
  func readKeyData() throws -> [UInt8] {
    let data = try read(limit: Limits.keyDataBytes)
    guard data.count <= Limits.keyDataBytes else {
      throw CommandError.badInput("\(name) holds more than the \(Limits.keyDataBytes) bytes a key may have")
    }
    return data
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

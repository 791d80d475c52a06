import Foundation
import KeySyncStore

/// A new store's files, made once for all nodes: a copy is there at once, where tables have to be made.
enum StoreTemplate {
  private static let files = Result { try make() }

  /// Puts a new store at a path.
  static func copy(to path: String) throws {
    for (suffix, content) in try files.get() { try content.write(to: URL(fileURLWithPath: path + suffix)) }
  }

  private static func make() throws -> [String: Data] {
    let directory = SeedResult.newDirectory()
    let manager = FileManager.default
    try manager.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? manager.removeItem(atPath: directory) }
    let path = "\(directory)/keysync.db"
    _ = try Store(path: path)
    var files: [String: Data] = [:]
    for suffix in ["", "-wal"] where manager.fileExists(atPath: path + suffix) {
      files[suffix] = try Data(contentsOf: URL(fileURLWithPath: path + suffix))
    }
    return files
  }
}

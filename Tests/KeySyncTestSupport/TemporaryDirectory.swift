import Foundation

/// A directory of its own for one test, removed with everything in it at the end.
package final class TemporaryDirectory: Sendable {
  package let path: String

  package init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "keysync-\(UUID().uuidString)")
    let ownerOnly: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true, attributes: ownerOnly)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file in it, which need not exist.
  package func file(_ name: String) -> String { path + "/" + name }
}

import Foundation
import GRDB
import KeySync
import KeySyncTestSupport

/// A copy of a node's home, as a backup has it.
struct Snapshot {
  private let node: TestNode
  private let directory: TemporaryDirectory

  init(of node: TestNode) throws {
    self.node = node
    directory = try TemporaryDirectory()
    try FileManager.default.copyItem(atPath: node.home.keyPath, toPath: home.keyPath)
    try FileManager.default.copyItem(atPath: node.home.settingsPath, toPath: home.settingsPath)
    try DatabaseQueue(path: node.home.storePath).writeWithoutTransaction { [home] db in
      try db.execute(sql: "VACUUM INTO ?", arguments: [home.storePath])
    }
  }

  private var home: Home { Home(path: directory.path) }

  /// Starts the node on the copy, in place of its home.
  func restore() throws { try node.restart(in: home) }
}

import Foundation
import GRDB
import KeySync
import KeySyncCrypto
import KeySyncStore

/// A node with so many keys of one record each, which are real ones, and with peers that have confirmed all of them.
final class FilledNode {
  let synchronizer: KeySynchronizer
  private let directory: URL

  private static let dataBytes = 64

  init(keys: Int, peers: Int = 0) throws {
    directory = FileManager.default.temporaryDirectory.appending(path: "keysync-benchmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    guard let cluster = ClusterName("bench") else { throw StoreError.damaged("the name of a cluster") }
    let store = try Store(path: directory.appending(path: "keysync.db").path)
    synchronizer = try KeySynchronizer(node: Node(identity: Identity(), store: store), cluster: cluster)
    for number in 0..<peers { try synchronizer.addPeer(Identity().nodeID, name: "peer-\(number)") }
    let data = [UInt8](repeating: 7, count: Self.dataBytes)
    _ = try synchronizer.importKeys(
      (0..<keys).map { number in
        guard let key = KeyID("bench/\(number)") else { throw StoreError.damaged("the name of a key") }
        return ImportedKey(keyID: key, algorithm: .opaque, data: data)
      }
    )
    let own = Data(synchronizer.node.nodeID.publicKey.bytes)
    try store.write { db in
      try db.execute(
        sql: """
          INSERT INTO delivery (record, peer, outcome, received_at)
          SELECT record.id, peer.public_key, 0, 0 FROM record, peer WHERE peer.public_key <> ? ORDER BY 1, 2
          """,
        arguments: [own]
      )
    }
  }

  deinit { try? FileManager.default.removeItem(at: directory) }
}

import Foundation
import GRDB
import KeySyncCore
import KeySyncStore

/// A store file with so many keys of one record each; the records have the size of real ones and are signed by nobody.
final class FilledStore {
  let store: Store
  let cluster: ClusterHandle
  private let directory: URL

  /// The bytes of a usual record.
  private static let recordBytes = 300
  private static let rowsAtOnce = 100_000

  init(keys: Int) throws {
    directory = FileManager.default.temporaryDirectory.appending(path: "keysync-benchmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    store = try Store(path: directory.appending(path: "keysync.db").path)
    guard let name = ClusterName("bench") else { throw StoreError.damaged("the name of a cluster") }
    cluster = try store.cluster(name)
    var heads = RandomHeads(seed: UInt64(keys))
    for first in stride(from: 1, through: keys, by: Self.rowsAtOnce) {
      try insert(first..<min(first + Self.rowsAtOnce, keys + 1), from: &heads)
    }
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  private func insert(_ rows: Range<Int>, from heads: inout RandomHeads) throws {
    let signed = Data(repeating: 7, count: Self.recordBytes)
    try store.write { db in
      let key = try db.cachedStatement(sql: "INSERT INTO key (id, cluster, key_id) VALUES (?, 1, ?)")
      let record = try db.cachedStatement(
        sql: """
          INSERT INTO record (id, cluster, record_id, key, standing, is_head, last_modified, received_at, signed)
          VALUES (?1, 1, ?2, ?1, 0, 1, ?3, ?3, ?4)
          """
      )
      for row in rows {
        let head = heads.next()
        try key.execute(arguments: [row, "bench/\(row)"])
        try record.execute(arguments: [row, Data(head.id.digest.bytes), Int64(head.timestamp) * 1000, signed])
      }
    }
  }
}

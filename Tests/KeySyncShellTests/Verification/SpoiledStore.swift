import Foundation
import GRDB
import KeySync
import KeySyncCore
import KeySyncStore
import Testing

/// A node whose store has a bit of everything, to be spoiled by SQL:
///
/// - `settled`: two versions; `other`: one;
/// - `contested`: two heads in conflict, one of them by bob;
/// - `forged`: a void record between a head and its ancestor;
/// - `late`: a record that waits for its parent;
/// - `crossing`: a head on top of a void record with a parent of another key.
struct SpoiledStore {
  let node: TestNode
  let wire: Wire

  init(options: ClusterOptions = ClusterOptions()) throws {
    wire = try Wire.among("alice", "bob", options: options)
    node = wire.nodes[0]
    try node.put("settled", "1")
    try node.put("settled", "2")
    try node.put("other", "1")
    try node.put("contested", "from a")
    try wire.nodes[1].put("contested", "from b")
    try wire.run()
    let carol = try Creator.carol()
    try node.synchronizer.addPeer(carol.node, name: "carol")
    let first = try carol.create("forged")
    let void = try carol.forge(first)
    try merge(try carol.update(void, data: "3"), first, void)
    try merge(try carol.update(try carol.create("late"), data: "2"))
    let foreign = try carol.record("crossing", .update, on: [first], at: 2000, data: "x")
    try merge(try carol.update(foreign, data: "y"), foreign)
  }

  /// Merges records whose data has not come, as if carol had sent them.
  func merge(_ records: VerifiedRecord...) throws {
    let changes = records.map { IncomingChange(record: $0, sealedData: nil, sender: $0.creator) }
    let (store, handle) = (node.synchronizer.node.store, node.synchronizer.handle)
    _ = try store.write(handle) { transaction in
      let rules = MergeRules(trust: try transaction.trust(), policy: node.options.policy)
      return try transaction.merge(changes, under: rules, at: node.clock.now)
    }
  }

  /// Changes the store behind its back, whatever refers to what.
  func spoil(_ sql: String) throws {
    try write { db in
      try db.execute(sql: sql)
      #expect(db.changesCount > 0)
    }
  }

  /// Changes one byte of a blob of a key, so many quarters into it.
  func flip(_ column: String, of table: String, key: String, quarter: Int) throws {
    let condition = "key = \(Self.key(key)) ORDER BY id DESC LIMIT 1"
    try write { db in
      let row = try #require(try Row.fetchOne(db, sql: "SELECT id, \(column) AS blob FROM \(table) WHERE \(condition)"))
      var blob: Data = row["blob"]
      blob[min(blob.count - 1, blob.count * quarter / 4)] ^= 1
      try db.execute(sql: "UPDATE \(table) SET \(column) = ? WHERE id = ?", arguments: [blob, row["id"] as Int64])
    }
  }

  private func write(_ body: (Database) throws -> Void) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(5)
    try DatabaseQueue(path: node.home.storePath, configuration: configuration).write(body)
  }

  func verify(rebuilding: Bool = false) throws -> VerificationReport {
    try node.synchronizer.verify(rebuilding: rebuilding)
  }

  /// The kinds of faults that are found.
  func faults() throws -> Set<String> { Set(try verify().counts.keys.filter(\.isFault).map(\.rawValue)) }

  /// The signed bytes and the sealed data of all rows.
  func bytes() throws -> [Data] {
    try node.synchronizer.node.store.read { db in
      try Data.fetchAll(db, sql: "SELECT signed FROM record ORDER BY id")
        + Data.fetchAll(db, sql: "SELECT sealed FROM key_data ORDER BY id")
    }
  }

  /// All that is derived.
  func derived() throws -> [Row] {
    try node.synchronizer.node.store.read { db in
      try [
        "SELECT id, winner, conflict, is_decided FROM key ORDER BY id",
        "SELECT id, record_id, key, last_modified, standing, is_head FROM record ORDER BY id",
        "SELECT parent, record FROM waiting_parent ORDER BY parent, record",
        "SELECT parent, record FROM foreign_parent ORDER BY parent, record",
        "SELECT head_count, head_sum FROM cluster",
        "SELECT id, erase_after IS NULL FROM key_data ORDER BY id",
      ].flatMap { try Row.fetchAll(db, sql: $0) }
    }
  }

  /// SQL for the row of a key.
  static func key(_ name: String) -> String { "(SELECT id FROM key WHERE key_id = '\(name)')" }
}

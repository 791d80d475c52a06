import GRDB
import KeySync
import KeySyncStore

/// What one node holds at the end, read at one moment.
struct NodeState {
  let number: Int
  let trust: Trust
  let histories: [KeyID: [HistoryEntry]]
  let keys: [KeyID: KeyRow]
  let headSum: FingerprintSum
  let counters: [String: Int]
  /// Changes that wait to be sent, but for those whose data nobody here has: peers miss it for as long as nobody gives it.
  let queued: Int
  /// Senders whose count of remembered messages is not the number of them.
  let miscounted: Int
  /// Rows of the largest tables that peers make grow, by name.
  let sizes: [String: Int]
  let acknowledged: [RecordID]
  private let allKeys: [KeyID]

  init?(_ node: SimulatedNode, keys allKeys: [KeyID]) throws {
    guard let synchronizer = node.synchronizer else { return nil }
    number = node.number
    acknowledged = node.acknowledged
    self.allKeys = allKeys
    (trust, histories, keys, headSum, counters) = try synchronizer.inspect { transaction in
      let histories = try allKeys.map { ($0, try transaction.history(of: $0)) }
      let keys = try allKeys.compactMap { key in try transaction.key(key).map { (key, $0) } }
      return (
        try transaction.trust(), Dictionary(uniqueKeysWithValues: histories), Dictionary(uniqueKeysWithValues: keys),
        try transaction.headSum(), try transaction.counters()
      )
    }
    queued = try Self.queued(at: synchronizer)
    (miscounted, sizes) = try synchronizer.node.store.read { db in
      let miscounted = try Int.fetchOne(
        db,
        sql: """
          SELECT count(*) FROM sender WHERE seen <> (SELECT count(*) FROM seen_message
            WHERE seen_message.cluster = sender.cluster AND seen_message.sender = sender.public_key)
          """
      )
      let tables = ["seen_message", "waiting_parent", "outbox", "outbox_attempt", "delivery", "announcement"]
      let sizes = try tables.map { ($0, try Int.fetchOne(db, sql: "SELECT count(*) FROM \($0)") ?? 0) }
      return (miscounted ?? 0, Dictionary(uniqueKeysWithValues: sizes))
    }
  }

  private static func queued(at synchronizer: KeySynchronizer) throws -> Int {
    let queued = try synchronizer.node.store.read { db in
      try RecordID.fetchAll(
        db,
        sql: "SELECT record_id FROM outbox JOIN record ON record.id = outbox.record ORDER BY outbox.id"
      )
    }
    return try queued.compactMap { id in try synchronizer.inspect { try $0.record(id) } }
      .count { try !synchronizer.lacksData(of: $0) }
  }

  /// Every record held, sorted by id.
  var records: [VerifiedRecord] { entries.map(\.record).sorted { $0.id < $1.id } }

  var entries: [HistoryEntry] { allKeys.flatMap { histories[$0] ?? [] } }

  func heads(of key: KeyID) -> [RecordID] {
    (histories[key] ?? []).filter(\.isHead).map(\.record.id).sorted()
  }
}

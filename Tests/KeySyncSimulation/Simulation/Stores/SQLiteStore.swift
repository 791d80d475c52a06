import GRDB
import KeySyncCore
import KeySyncStore

/// The production store as a `DecidingStore`: one transaction a call.
struct SQLiteStore: DecidingStore {
  let store: Store
  let cluster: ClusterHandle

  func merge(_ changes: [IncomingChange], under rules: MergeRules, at now: WallTime) throws -> [Outcome] {
    try store.write(cluster) { try $0.merge(changes, under: rules, at: now) }
  }

  func recompute(_ keys: [KeyID], under rules: MergeRules, at now: WallTime) throws {
    try store.write(cluster) { try $0.recompute(keys, under: rules, at: now) }
  }

  func remember(_ message: MessageID, from sender: NodeID, timestamp: WallTime, at now: WallTime) throws -> Refusal? {
    let received = ReceivedMessage(message, from: sender, timestamp: timestamp)
    return try store.write(cluster) { try $0.remember([received], at: now)[0] }
  }

  func replayMemory(of message: MessageID, from sender: NodeID) throws -> ReplayMemory {
    try store.read(cluster) { try $0.replayMemory(of: message, from: sender) }
  }

  func forgetSeenMessages(at now: WallTime) throws {
    while try store.write(cluster, { try $0.forgetSeenMessages(at: now) }) {}
  }

  func eraseData(at now: WallTime) throws {
    while try store.write(cluster, { try $0.eraseData(at: now) }) {}
  }

  func contents(of keys: [KeyID]) throws -> StoreContents {
    var contents = try store.read(cluster) { try Self.contents(of: keys, $0) }
    try store.read { try Self.readRows(of: $0, into: &contents) }
    return contents
  }

  private static func contents(of keys: [KeyID], _ transaction: ClusterTransaction) throws -> StoreContents {
    var contents = StoreContents()
    for key in keys {
      for entry in try transaction.history(of: key) { contents.standings[entry.record.id] = entry.standing }
      guard let row = try transaction.key(key) else { continue }
      contents.heads[key] = row.heads.map(\.id)
      contents.winners[key] = row.winner.id
      contents.conflicts[key] = row.conflict
    }
    contents.headSum = try transaction.headSum()
    let counters = try transaction.counters()
    contents.conflictsDetected = counters["conflicts_detected"] ?? 0
    contents.conflictsResolved = counters["conflicts_resolved"] ?? 0
    return contents
  }

  /// What no interface of the store gives; there is one cluster.
  private static func readRows(of db: Database, into contents: inout StoreContents) throws {
    for row in try Row.fetchAll(
      db,
      sql: "SELECT key.key_id, commitment, erase_after FROM key_data JOIN key ON key.id = key_data.key"
    ) {
      let (key, commitment): (KeyID, Bytes32) = (row["key_id"], row["commitment"])
      contents.data[key, default: [:]][commitment] = .some(row["erase_after"])
    }
    for row in try Row.fetchAll(
      db,
      sql: "SELECT public_key, message_id, timestamp FROM seen_message JOIN sender ON sender.id = seen_message.sender"
    ) {
      contents.seen[row["public_key"], default: [:]][row["message_id"]] = row["timestamp"]
    }
    for row in try Row.fetchAll(db, sql: "SELECT public_key, floor FROM sender WHERE floor IS NOT NULL") {
      contents.floors[row["public_key"]] = row["floor"]
    }
  }
}

import GRDB
import KeySync
import KeySyncCrypto
import KeySyncStore

/// What one node holds at the end, read at one moment.
struct NodeState {
  let number: Int
  let trust: Trust
  let histories: [KeyID: [HistoryEntry]]
  let keys: [KeyID: KeyRow]
  let headSum: FingerprintSum
  let counters: [String: Int]
  /// The keys whose data the node may read.
  let readable: Set<KeyID>
  /// Changes that wait to be sent, but for those whose data nobody here has: peers miss it for as long as nobody gives it.
  let queued: Int
  /// Senders whose count of remembered messages is not the number of them.
  let miscounted: Int
  /// Rows of the largest tables that peers make grow, by name.
  let sizes: [String: Int]
  let acknowledged: [AcknowledgedWrite]
  /// How often each message was processed.
  let processed: [MessageID: Int]
  let wronglyProcessed: Int
  /// Winners whose data here is not what they commit to.
  let mismatched: [KeyID]
  let contents: StoreContents
  let shadow: (contents: StoreContents, complaints: [String])
  private let allKeys: [KeyID]

  private static let tables = [
    "seen_message", "waiting_parent", "outbox", "outbox_attempt", "delivery", "announcement", "dead_letter",
  ]

  /// Nil while the node is down.
  init?(_ node: SimulatedNode, keys allKeys: [KeyID]) throws {
    guard let synchronizer = node.synchronizer else { return nil }
    number = node.number
    acknowledged = node.acknowledged
    processed = node.processed
    wronglyProcessed = node.wronglyProcessed
    self.allKeys = allKeys
    let (account, complaints) = node.shadow.account
    shadow = (account.contents(of: allKeys), complaints)
    let store = SQLiteStore(store: synchronizer.node.store, cluster: synchronizer.handle)
    contents = try store.contents(of: allKeys)
    (trust, histories, keys, headSum, counters) = try synchronizer.inspect { transaction in
      let histories = try allKeys.map { ($0, try transaction.history(of: $0)) }
      let keys = try allKeys.compactMap { key in try transaction.key(key).map { (key, $0) } }
      return (
        try transaction.trust(), Dictionary(uniqueKeysWithValues: histories), Dictionary(uniqueKeysWithValues: keys),
        try transaction.headSum(), try transaction.counters()
      )
    }
    mismatched = try keys.values.filter { try !synchronizer.holdsWhatItCommitsTo($0.winner) }.map(\.keyID).sorted()
    let (trust, now) = (trust, node.clock.now)
    readable = Set(allKeys.filter { trust.permits(.read, by: node.nodeID, on: $0, at: now) })
    let ids: [RecordID]
    (miscounted, sizes, ids) = try synchronizer.node.store.read { db in
      let sizes = try Self.tables.map { ($0, try Int.fetchOne(db, sql: "SELECT count(*) FROM \($0)") ?? 0) }
      return (
        try Int.fetchOne(db, sql: Self.miscountedSenders) ?? 0, Dictionary(uniqueKeysWithValues: sizes),
        try RecordID.fetchAll(db, sql: Self.queuedRecords)
      )
    }
    queued = try synchronizer.inspect { transaction in
      try ids.compactMap(transaction.record).count { try !transaction.lacksData(of: $0) }
    }
  }

  /// What is left to reconciliation is not sent any more.
  private static let queuedRecords = """
    SELECT record_id FROM outbox JOIN record ON record.id = outbox.record WHERE given_up_at IS NULL
    """

  private static let miscountedSenders = """
    SELECT count(*) FROM sender WHERE seen <> (SELECT count(*) FROM seen_message WHERE seen_message.sender = sender.id)
    """

  /// Every record held, sorted by id.
  var records: [VerifiedRecord] { entries.map(\.record).sorted { $0.id < $1.id } }

  var entries: [HistoryEntry] { allKeys.flatMap { histories[$0] ?? [] } }

  /// The records that have entered and are not void.
  var live: [VerifiedRecord] { entries.filter { $0.standing == .entered }.map(\.record) }

  func heads(of key: KeyID) -> [VerifiedRecord] {
    (histories[key] ?? []).filter(\.isHead).map(\.record).sorted { $0.id < $1.id }
  }
}

extension KeySynchronizer {
  /// Whether the data of a record, where it is here, is what the record commits to.
  fileprivate func holdsWhatItCommitsTo(_ record: VerifiedRecord) throws -> Bool {
    let key = record.fields.keyID
    guard let commitment = record.fields.content.commitment,
      let sealed = try inspect({ try $0.sealedData(of: key, commitment) })
    else { return true }
    return try unseal(sealed, of: key, commitment).commitment(by: SodiumCryptography()) == commitment
  }
}

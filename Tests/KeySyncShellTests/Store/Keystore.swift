import GRDB
import KeySyncCore
import KeySyncCrypto
import KeySyncStore
import KeySyncTestSupport
import Testing

/// A store in a directory of its own, with a cluster that trusts alice, bob and carol with everything.
final class Keystore {
  let directory: TemporaryDirectory
  private(set) var store: Store
  private(set) var cluster: ClusterHandle
  var rules: MergeRules
  var now = WallTime(milliseconds: 1_000_000)

  init() throws {
    directory = try TemporaryDirectory()
    store = try Store(path: directory.file("keysync.db"))
    cluster = try store.cluster(try #require(ClusterName("prod")))
    let peers = [try Creator.alice(), try Creator.bob(), try Creator.carol()].map { ($0.node, DatedRules.everything) }
    rules = MergeRules(trust: Trust(Dictionary(uniqueKeysWithValues: peers)), policy: .manual)
  }

  /// Closes the file and opens it again, as a new process does.
  func reopen() throws {
    store = try Store(path: directory.file("keysync.db"))
    cluster = try store.cluster(cluster.name)
  }

  /// A further cluster of the same store takes the place of the one at hand.
  func enter(_ name: String) throws { cluster = try store.cluster(try #require(ClusterName(name))) }

  func write<Value>(_ body: (ClusterTransaction) throws -> Value) throws -> Value { try store.write(cluster, body) }

  func read<Value>(_ body: (ClusterTransaction) throws -> Value) throws -> Value { try store.read(cluster, body) }

  // MARK: Merging

  /// Merges records in one transaction, with the data that they are named for unless it is left out.
  @discardableResult
  func merge(_ records: VerifiedRecord..., withData: Bool = true, from sender: NodeID? = nil) throws -> [Outcome] {
    try merge(records, withData: withData, from: sender)
  }

  @discardableResult
  func merge(_ records: [VerifiedRecord], withData: Bool = true, from sender: NodeID? = nil) throws -> [Outcome] {
    let changes = records.map { record in
      IncomingChange(record: record, sealedData: withData ? Self.sealed(record) : nil, sender: sender)
    }
    return try write { try $0.merge(changes, under: rules, at: now) }
  }

  /// What stands for the sealed data of a record.
  static func sealed(_ record: VerifiedRecord) -> [UInt8]? { record.fields.content.commitment?.bytes }

  func heads(_ key: String) throws -> [RecordID] {
    let key = try #require(KeyID(key))
    return try read { try $0.heads(of: key).map(\.id) }
  }

  func holdsData(of record: VerifiedRecord) throws -> Bool {
    let commitment = try #require(record.fields.content.commitment)
    let sealed = try read { try $0.sealedData(of: record.fields.keyID, commitment) }
    return sealed == nil ? false : sealed == commitment.bytes
  }

  // MARK: What no interface of the store gives

  /// How each held record stands, as its outcome's code: 0 entered, 22 waiting, else void.
  func standings() throws -> [RecordID: Int] {
    let rows = try rows("SELECT record_id, standing FROM record WHERE cluster = ?")
    return Dictionary(uniqueKeysWithValues: rows.map { ($0["record_id"], $0["standing"]) })
  }

  /// The heads of all keys as the records are marked.
  func markedHeads() throws -> Set<RecordID> {
    Set(try rows("SELECT record_id FROM record WHERE cluster = ? AND is_head").map { $0["record_id"] })
  }

  /// The heads of all keys as the changes of the set have left it.
  func replayedHeads() throws -> Set<RecordID> {
    var heads: Set<RecordID> = []
    for change in try #require(try read { try $0.headChanges(since: 0) }) {
      if change.hasJoined {
        #expect(heads.insert(change.item.id).inserted)
      } else {
        #expect(heads.remove(change.item.id) != nil)
      }
    }
    return heads
  }

  /// Expects count, sum and history of the heads to agree with the heads.
  func expectHeadsAddUp() throws {
    let heads = try markedHeads()
    var sum = FingerprintSum()
    for head in heads { sum.add(head) }
    #expect(try read { try $0.headSum() } == sum)
    #expect(try replayedHeads() == heads)
  }

  func count(_ table: String) throws -> Int {
    try rows("SELECT count(*) AS count FROM \(table) WHERE cluster = ?").map { $0["count"] }[0]
  }

  private func rows(_ sql: String) throws -> [Row] {
    try store.read { db in
      let id = try Int64.fetchOne(db, sql: "SELECT id FROM cluster WHERE name = ?", arguments: [cluster.name.text])
      return try Row.fetchAll(db, sql: sql, arguments: [id])
    }
  }
}

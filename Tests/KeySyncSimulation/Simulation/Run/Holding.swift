import KeySync
import KeySyncStore

/// What one node has of all keys, as far as others may lack it.
struct Holding: Equatable {
  let number: Int
  /// The records that have entered, and how it is with the data of those that are heads.
  private var entered: Set<RecordID> = []
  private var heads: [RecordID: DataState] = [:]

  private enum DataState {
    case here, lacking, notForThisNode
  }

  /// The parents that records wait for.
  private var wanted: Set<RecordID> = []
  /// Changes that wait for a peer; none where the node has none.
  private(set) var queued = 0

  init(_ node: SimulatedNode, keys: [KeyID], at now: WallTime) throws {
    number = node.number
    guard let synchronizer = node.synchronizer else { throw SimulatedCrash() }
    try synchronizer.inspect { transaction in
      let trust = try transaction.trust()
      queued = trust.nodes.count > 1 ? try transaction.outboxCount() : 0
      for key in keys {
        let mayRead = trust.permits(.read, by: node.nodeID, on: key, at: now)
        for entry in try transaction.history(of: key) { try add(entry, mayRead: mayRead, transaction) }
      }
    }
    wanted.subtract(entered)
  }

  private mutating func add(_ entry: HistoryEntry, mayRead: Bool, _ transaction: ClusterTransaction) throws {
    guard entry.standing != .waiting else { return wanted.formUnion(entry.record.fields.parents) }
    entered.insert(entry.record.id)
    guard entry.isHead else { return }
    let isLacking = try transaction.lacksData(of: entry.record)
    heads[entry.record.id] = !isLacking ? .here : mayRead ? .lacking : .notForThisNode
  }

  /// What it still needs of another node, in words; nil where that is nothing.
  func need(of other: Holding) -> String? {
    let lacking = lacks(of: other)
    let (parents, unknown) = (lacking.count(where: wanted.contains), lacking.count { !entered.contains($0) })
    guard !lacking.isEmpty || queued > 0 else { return nil }
    return
      "node \(number) has \(queued) queued, and of node \(other.number) lacks \(unknown) records, \(parents) of them parents, "
      + "and the data of \(lacking.count - unknown)"
  }

  /// The heads of another node that are not here, or not with their data, and the parents that it has and this one waits for;
  /// sorted.
  func lacks(of other: Holding) -> [RecordID] {
    let heads = other.heads.filter {
      !entered.contains($0.key) || ($0.value == .here && self.heads[$0.key] == .lacking)
    }.keys
    return wanted.intersection(other.entered).union(heads).sorted()
  }
}

extension ClusterTransaction {
  /// Whether a record's data is wanted and not here.
  func lacksData(of record: VerifiedRecord) throws -> Bool {
    guard let commitment = record.fields.content.commitment else { return false }
    return try sealedData(of: record.fields.keyID, commitment) == nil
  }
}

import KeySync
import KeySyncStore

/// What one node has of all keys, as far as others may lack it.
struct Holding: Equatable {
  let number: Int
  /// The records that have entered, and of those that are heads, whether their data is here.
  private var entered: Set<RecordID> = []
  private var heads: [RecordID: Bool] = [:]
  /// The parents that records wait for.
  private var wanted: Set<RecordID> = []
  private let queued: Int

  init(_ node: SimulatedNode, keys: [KeyID]) throws {
    number = node.number
    guard let synchronizer = node.synchronizer else { throw SimulatedCrash() }
    queued = try synchronizer.inspect { try $0.outboxCount() }
    for entry in try keys.flatMap({ key in try synchronizer.inspect { try $0.history(of: key) } }) {
      guard entry.standing != .waiting else {
        wanted.formUnion(entry.record.fields.parents)
        continue
      }
      entered.insert(entry.record.id)
      if entry.isHead { heads[entry.record.id] = try !synchronizer.lacksData(of: entry.record) }
    }
    wanted.subtract(entered)
  }

  /// The heads of another node that are not here, or not with their data, and the parents that it has and this one waits for;
  /// sorted.
  func lacks(of other: Holding) -> [RecordID] {
    let heads = other.heads.filter { !entered.contains($0.key) || ($0.value && self.heads[$0.key] == false) }.keys
    return wanted.intersection(other.entered).union(heads).sorted()
  }
}

extension KeySynchronizer {
  /// Whether a record's data is wanted and not here.
  func lacksData(of record: VerifiedRecord) throws -> Bool {
    guard let commitment = record.fields.content.commitment else { return false }
    return try inspect { try $0.sealedData(of: record.fields.keyID, commitment) } == nil
  }
}

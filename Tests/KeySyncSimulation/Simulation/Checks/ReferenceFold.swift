import KeySyncCore

/// What keys are, by PROTOCOL section 7 read word for word and computed without thrift: a second opinion on the store.
struct ReferenceFold {
  private let records: [RecordID: VerifiedRecord]
  private let trust: Trust
  private var entered: Set<RecordID> = []
  private(set) var void: [RecordID: Refusal] = [:]

  init(_ records: [VerifiedRecord], trust: Trust) {
    self.records = Dictionary(records.map { ($0.id, $0) }) { first, _ in first }
    self.trust = trust
    enter()
  }

  func standing(of id: RecordID) -> RecordGraph.Standing {
    guard entered.contains(id) else { return .waiting }
    return void[id].map { .void($0) } ?? .entered
  }

  /// Non-void records from which no non-void record descends (7.3).
  func heads(of key: KeyID) -> Set<RecordID> {
    let live = records.values.filter { $0.fields.keyID == key && entered.contains($0.id) && void[$0.id] == nil }
    let covered = live.reduce(into: Set<RecordID>()) { $0.formUnion(ancestors(of: $1)) }
    return Set(live.map(\.id)).subtracting(covered)
  }

  /// By edges between records of one key.
  func ancestors(of record: VerifiedRecord) -> Set<RecordID> {
    var found: Set<RecordID> = []
    var path = record.fields.parents
    while let id = path.popLast() {
      guard let parent = records[id], parent.fields.keyID == record.fields.keyID, found.insert(id).inserted else {
        continue
      }
      path += parent.fields.parents
    }
    return found
  }

  /// A record enters when all its parents have (7.2).
  private mutating func enter() {
    var waiting = records.values.sorted { $0.id < $1.id }
    var before = -1
    while waiting.count != before {
      before = waiting.count
      waiting = waiting.filter { record in
        let parents = record.fields.parents
        guard parents.allSatisfy(entered.contains) else { return true }
        entered.insert(record.id)
        void[record.id] = refusal(of: record, against: parents.compactMap { records[$0] })
        return false
      }
    }
  }

  private func refusal(of record: VerifiedRecord, against parents: [VerifiedRecord]) -> Refusal? {
    let fields = record.fields
    guard
      trust.permits(fields.operation.verb, by: record.creator, on: fields.keyID, at: fields.lastModified)
    else { return .notAuthorised }
    let highest = parents.map(\.fields.version).max() ?? 0
    let follows = fields.version == (highest == Limits.version ? highest : highest + 1)
    guard follows, !parents.contains(where: { $0.fields.keyID != fields.keyID }) else { return .badRecord }
    let live = parents.filter { $0.fields.operation != .delete }
    let isRight =
      switch fields.operation {
      case .create: live.isEmpty
      case .update: !live.isEmpty
      case .delete: true
      case .metadataSync: !live.isEmpty && parents.allSatisfy { Self.isSameKey($0.fields.content, fields.content) }
      }
    return isRight ? nil : .badRecord
  }

  private static func isSameKey(_ a: KeyContent, _ b: KeyContent) -> Bool {
    (a.algorithm, a.publicKeyHash, a.commitment) == (b.algorithm, b.publicKeyHash, b.commitment)
  }
}

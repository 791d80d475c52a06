import KeySyncCore

/// What keys are, given all records at once: their standing and heads by `ReferenceRules`.
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

  func heads(of key: KeyID) -> [VerifiedRecord] {
    let live = records.values.filter { $0.fields.keyID == key && entered.contains($0.id) && void[$0.id] == nil }
    return ReferenceRules.heads(among: live) { records[$0] }
  }

  func ancestors(of descendants: [VerifiedRecord]) -> Set<RecordID> {
    ReferenceRules.ancestors(of: descendants) { records[$0] }
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
        void[record.id] = ReferenceRules.refusal(of: record, against: parents.compactMap { records[$0] }, under: trust)
        return false
      }
    }
  }
}

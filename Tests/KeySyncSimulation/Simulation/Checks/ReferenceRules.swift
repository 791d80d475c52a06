import KeySyncCore

/// The rules of PROTOCOL sections 4 and 7, read word for word and computed without thrift: a second opinion on the production code,
/// of which it uses nothing but the vocabulary.
enum ReferenceRules {
  /// Why a record is void, if it is (7.2).
  static func refusal(of record: VerifiedRecord, against parents: [VerifiedRecord], under trust: Trust) -> Refusal? {
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
      case .metadataSync: !live.isEmpty && parents.allSatisfy { isSameKey($0.fields.content, fields.content) }
      }
    return isRight ? nil : .badRecord
  }

  /// All that records descend from, by edges between records of one key.
  static func ancestors(of records: [VerifiedRecord], _ lookUp: (RecordID) -> VerifiedRecord?) -> Set<RecordID> {
    var found: Set<RecordID> = []
    var path = records
    while let record = path.popLast() {
      for id in record.fields.parents where !found.contains(id) {
        guard let parent = lookUp(id), parent.fields.keyID == record.fields.keyID else { continue }
        found.insert(id)
        path.append(parent)
      }
    }
    return found
  }

  /// Of the records of a key that are not void, those from which none of them descends (7.3), sorted by id.
  static func heads(among live: [VerifiedRecord], _ lookUp: (RecordID) -> VerifiedRecord?) -> [VerifiedRecord] {
    let covered = ancestors(of: live, lookUp)
    return live.filter { !covered.contains($0.id) }.sorted { $0.id < $1.id }
  }

  /// The conflict that heads are in (7.3).
  static func conflict(of heads: [VerifiedRecord]) -> ConflictKind? {
    let live = heads.filter { $0.fields.operation != .delete }
    guard let first = live.first else { return nil }
    if live.count < heads.count { return .deleteVersusUpdate }
    if live.allSatisfy({ isEqual($0.fields.content, first.fields.content) }) { return nil }
    return live.allSatisfy { $0.fields.version == first.fields.version } ? .concurrentUpdate : .version
  }

  /// The head that is served (7.4): the candidates, narrowed down rule by rule.
  static func winner(of heads: [VerifiedRecord], by rule: PolicyRule) -> VerifiedRecord? {
    var left = heads
    func keep(_ isBetter: (VerifiedRecord) -> Bool) {
      if left.contains(where: isBetter) { left = left.filter(isBetter) }
    }
    func keepHighest(_ measure: (VerifiedRecord) -> Int64) {
      let highest = left.map(measure).max()
      left = left.filter { measure($0) == highest }
    }
    let version = { (record: VerifiedRecord) in record.fields.version }
    let time = { (record: VerifiedRecord) in record.fields.lastModified.milliseconds }
    if rule.deletes == .win { keep { $0.fields.operation == .delete } }
    keep { $0.fields.operation != .metadataSync }
    switch rule.strategy {
    case .manual, .higherVersion: break
    case .lastWriter: keepHighest(time)
    case .creatorPriority: keepHighest { -Int64(rule.creators.firstIndex(of: $0.creator) ?? rule.creators.count) }
    }
    keepHighest(version)
    keepHighest(time)
    return left.min { $0.id < $1.id }
  }

  private static func isSameKey(_ a: KeyContent, _ b: KeyContent) -> Bool {
    (a.algorithm, a.publicKeyHash, a.commitment) == (b.algorithm, b.publicKeyHash, b.commitment)
  }

  private static func isEqual(_ a: KeyContent, _ b: KeyContent) -> Bool {
    isSameKey(a, b) && a.attributes == b.attributes
  }
}

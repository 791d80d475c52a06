import KeySyncCore
import KeySyncCrypto
import KeySyncFuzzing
import Testing

/// Random histories of two keys against PROTOCOL sections 7.2 and 7.3 taken word by word.
struct RandomHistoryTests {
  private let cast: Cast
  private let trust: Trust

  init() throws {
    cast = try Cast()
    let describing = DatedRules(rules: [PermissionRule(verbs: Verbs([.describe]), pattern: .everything)])
    trust = try cast.trust(but: ["carol": describing])
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `any order of delivery gives what the definition says, whole or in part`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let drawn = try RandomHistory(in: cast, using: &generator)
    var whole = RecordGraph()
    var held: [RecordID: VerifiedRecord] = [:]
    for record in drawn.records.shuffled(using: &generator) {
      var part = whole.neighbourhood(of: record, among: held)
      held[record.id] = record
      let entered = whole.merge(record, under: trust)
      #expect(part.merge(record, under: trust).sorted() == entered.sorted())
      for id in entered + [record.id] { #expect(part.standing(of: id) == whole.standing(of: id)) }

      let definition = Definition(held: held, void: drawn.void)
      for id in held.keys { #expect(whole.standing(of: id) == definition.standing(of: id)) }
      for key in drawn.keys {
        #expect(whole.heads(of: key).map(\.id) == definition.heads(of: key))
        guard key == record.fields.keyID else { continue }
        #expect(part.heads(of: key).map(\.id) == definition.heads(of: key))
      }
    }
  }
}

/// Sections 7.2 and 7.3 as they stand, the slow way. Which records are void is known from how they were made.
private struct Definition {
  let held: [RecordID: VerifiedRecord]
  let void: [RecordID: Refusal]

  func hasEntered(_ id: RecordID) -> Bool { held[id]?.fields.parents.allSatisfy(hasEntered) ?? false }

  func standing(of id: RecordID) -> RecordGraph.Standing? {
    hasEntered(id) ? void[id].map { .void($0) } ?? .entered : .waiting
  }

  func heads(of key: KeyID) -> [RecordID] {
    let live = held.values.filter { $0.fields.keyID == key && hasEntered($0.id) && void[$0.id] == nil }
    let covered = live.reduce(into: Set<RecordID>()) { $0.formUnion(ancestors(of: $1)) }
    return live.map(\.id).filter { !covered.contains($0) }.sorted()
  }

  private func ancestors(of record: VerifiedRecord) -> Set<RecordID> {
    record.fields.parents.compactMap { held[$0] }.filter { $0.fields.keyID == record.fields.keyID }
      .reduce(into: []) { $0.formUnion(ancestors(of: $1).union([$1.id])) }
  }
}

extension RecordGraph {
  /// The part that merging a record needs, as the type's description says.
  fileprivate func neighbourhood(
    of record: VerifiedRecord,
    among held: [RecordID: VerifiedRecord]
  ) -> RecordGraph {
    var part = RecordGraph()
    var wanted = [record.id] + record.fields.parents
    var keys: Set<KeyID> = [record.fields.keyID]
    var settled: Set<RecordID> = []
    while let id = wanted.popLast() {
      guard settled.insert(id).inserted else { continue }
      if let record = held[id], let standing = standing(of: id) {
        part.restore(record, standing, isHead: isHead(id))
        keys.insert(record.fields.keyID)
        if standing != .entered { wanted += record.fields.parents }
      }
      wanted += held.values.filter { standing(of: $0.id) == .waiting && $0.fields.parents.contains(id) }.map(\.id)
        .sorted()
    }
    for head in keys.sorted().flatMap({ heads(of: $0) }) where !settled.contains(head.id) {
      part.restore(head, .entered, isHead: true)
    }
    return part
  }
}

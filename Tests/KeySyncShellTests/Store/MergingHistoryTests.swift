import KeySyncCore
import KeySyncStore
import Testing

/// The store merges a part of the graph at a time; that must come to the same as merging all of it in memory.
@Suite(.serialized) struct MergingHistoryTests {
  /// Orders of delivery tried of each history record by record: all of five records, or so many at random.
  private static let ordersTried = 120
  /// The same in one transaction.
  private static let batchesTried = 8

  @Test(arguments: try History.all.get())
  func `record by record the store tells the same as the graph in memory`(history: History) throws {
    let keystore = try Keystore()
    keystore.rules.trust = try history.trusted()
    let records = try history.verifiedRecords().map(\.record)
    for (number, order) in orders(of: records, named: history.name).enumerated() {
      try keystore.enter("order-\(number)")
      for record in order {
        var graph = RecordGraph()
        let held = try keystore.standings()
        for record in order.filter({ held[$0.id] != nil }) + [record] {
          _ = graph.merge(record, under: keystore.rules.trust)
        }
        try keystore.merge(record)
        try expect(keystore, tellsTheSameAs: graph, of: records)
      }
      // Void records that nothing named at the time come again when something does.
      for record in records { try keystore.merge(record) }
      try expectEnd(of: history, in: keystore)
    }
  }

  @Test(arguments: try History.all.get())
  func `a history in one transaction, and again, comes to the vector's end`(history: History) throws {
    let keystore = try Keystore()
    keystore.rules.trust = try history.trusted()
    let records = try history.verifiedRecords().map(\.record)
    for (number, order) in orders(of: records, named: history.name, atMost: Self.batchesTried).enumerated() {
      try keystore.enter("order-\(number)")
      try keystore.merge(order)
      try expectEnd(of: history, in: keystore)
      let changes = try keystore.count("head_change")
      try keystore.merge(order.reversed())
      #expect(try keystore.count("head_change") == changes)
      try expectEnd(of: history, in: keystore)
    }
  }

  @Test(arguments: try History.all.get())
  func `every policy gives its winner`(history: History) throws {
    let keystore = try Keystore()
    keystore.rules.trust = try history.trusted()
    let records = try history.verifiedRecords()
    let names = Dictionary(uniqueKeysWithValues: records.map { ($0.record.id, $0.name) })
    for (number, (policy, winner)) in history.winner.sorted(by: { $0.key < $1.key }).enumerated() {
      try keystore.enter("policy-\(number)")
      keystore.rules.policy = try #require(Policy([try History.rule(policy)]))
      try keystore.merge(records.map(\.record))
      let row = try #require(try row(of: history, in: keystore))
      #expect(names[row.winner.id] == winner, "under \(policy)")
    }
  }

  private func expect(_ keystore: Keystore, tellsTheSameAs graph: RecordGraph, of records: [VerifiedRecord]) throws {
    for key in Set(records.map(\.fields.keyID)) {
      let view = KeyView(heads: graph.heads(of: key), rule: keystore.rules.policy.rule(for: key))
      let row = try keystore.read { try $0.key(key) }
      #expect(row?.heads.map(\.id) == view?.heads.map(\.id))
      #expect(row?.winner.id == view?.winner.id)
      #expect(row?.conflict == view?.conflict)
    }
    #expect(try keystore.standings() == kept(of: records, in: graph))
    try keystore.expectHeadsAddUp()
  }

  /// How the records stand that are held, void ones only while a kept record names them.
  private func kept(of records: [VerifiedRecord], in graph: RecordGraph) -> [RecordID: Int] {
    var standings: [RecordID: Int] = [:]
    for record in records.reversed() {
      switch graph.standing(of: record.id) {
      case .entered: standings[record.id] = 0
      case .waiting: standings[record.id] = 22
      case .void(let refusal):
        let isNamed = records.contains { standings[$0.id] != nil && $0.fields.parents.contains(record.id) }
        if isNamed { standings[record.id] = Int(refusal.rawValue) }
      case nil: break
      }
    }
    return standings
  }

  private func expectEnd(of history: History, in keystore: Keystore) throws {
    let names = Dictionary(uniqueKeysWithValues: try history.verifiedRecords().map { ($0.record.id, $0.name) })
    let row = try #require(try row(of: history, in: keystore))
    #expect(row.heads.compactMap { names[$0.id] }.sorted() == history.heads.sorted())
    #expect(row.conflict?.rawValue == history.conflict)
    #expect(names[row.winner.id] == history.winner["manual"])
    try keystore.expectHeadsAddUp()
  }

  private func row(of history: History, in keystore: Keystore) throws -> KeyRow? {
    let key = try #require(KeyID(history.key_id))
    return try keystore.read { try $0.key(key) }
  }

  private func orders(
    of records: [VerifiedRecord],
    named name: String,
    atMost count: Int = ordersTried
  ) -> [[VerifiedRecord]] {
    let all = records.permutations()
    guard all.count > count else { return all }
    var random = SplitMix64(seed: name.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
    return Array(all.shuffled(using: &random).prefix(count))
  }
}

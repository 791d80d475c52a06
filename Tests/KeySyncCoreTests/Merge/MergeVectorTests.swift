import KeySyncCore
import KeySyncCrypto
import Testing

/// Every history of the vectors, delivered in every order.
struct MergeVectorTests {
  private let cast: Cast
  private let cryptography = SodiumCryptography()
  private let cluster: ClusterName

  init() throws {
    cast = try Cast()
    cluster = try #require(ClusterName("prod"))
  }

  struct History: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let keyId: String
    let records: [RecordOfHistory]
    let trust: [String: TrustVector]
    let void: [String: RefusalWord]
    let heads: [String]
    let conflict: String?
    let winner: [String: String]

    var testDescription: String { name }
  }

  struct RecordOfHistory: Decodable, Sendable {
    let name: String
    let encoded: HexBytes
    let recordId: HexBytes
    let keyData: HexBytes?
    let salt: HexBytes?
    let parents: [String]
  }

  private static let all = Result { try Vectors.load("merge", as: [History].self) }

  @Test(arguments: try all.get())
  func `a history's records have their ids, parents and data`(history: History) throws {
    let ids = Dictionary(
      uniqueKeysWithValues: try history.records.map { ($0.name, RecordID(try $0.recordId.bytes32())) }
    )
    for (record, vector) in zip(try verified(history), history.records) {
      #expect(record.id == ids[vector.name])
      #expect(record.fields.parents == vector.parents.compactMap { ids[$0] }.sorted())
      let data = try vector.keyData.map { KeyData(bytes: $0.bytes, salt: try #require(vector.salt).bytes32()) }
      #expect(data?.commitment(by: cryptography) == record.fields.content.commitment)
    }
  }

  @Test(arguments: try all.get())
  func `every order of delivery, with repetitions, gives the same heads, void records, conflict and winner`(
    history: History
  ) throws {
    let key = try #require(KeyID(history.keyId))
    let trust = try cast.trust(but: history.trust.mapValues(\.rules))
    let records = try verified(history)
    let names = Dictionary(uniqueKeysWithValues: zip(records.map(\.id), history.records.map(\.name)))
    let rules = try policies(of: history)
    for order in records.permutations() {
      var graph = RecordGraph()
      for count in 1...order.count {
        for record in order.prefix(count).reversed() { _ = graph.merge(record, under: trust) }
      }
      #expect(graph.heads(of: key).compactMap { names[$0.id] }.sorted() == history.heads.sorted())
      for record in records {
        let refusal = names[record.id].flatMap { history.void[$0]?.refusal }
        #expect(graph.standing(of: record.id) == refusal.map { .void($0) } ?? .entered)
      }
      for (policy, rule) in rules {
        let view = try #require(KeyView(heads: graph.heads(of: key), rule: rule))
        #expect(names[view.winner.id] == history.winner[policy], "under \(policy)")
        #expect(view.conflict?.rawValue == history.conflict)
      }
    }
  }

  private func verified(_ history: History) throws -> [VerifiedRecord] {
    let admission = try cast.admission(at: "bob", cluster: cluster)
    return try history.records.map { vector in
      let record = try Record(vector.encoded.bytes, cluster: cluster, by: cryptography)
      return try admission.verified(record, at: WallTime(milliseconds: 1_767_900_000_000))
    }
  }

  /// The policies that the vectors name.
  private func policies(of history: History) throws -> [(name: String, rule: PolicyRule)] {
    let creators = [try cast.node("bob"), try cast.node("carol")]
    let all = [
      ("manual", PolicyRule(pattern: .everything, strategy: .manual)),
      ("higher-version", PolicyRule(pattern: .everything, strategy: .higherVersion)),
      ("last-writer", PolicyRule(pattern: .everything, strategy: .lastWriter)),
      (
        "creator-priority bob>carol",
        PolicyRule(pattern: .everything, strategy: .creatorPriority, creators: creators)
      ),
      (
        "higher-version, deletes compete",
        PolicyRule(pattern: .everything, strategy: .higherVersion, deletes: .compete)
      ),
    ]
    #expect(Set(all.map(\.0)) == Set(history.winner.keys))
    return all
  }
}

extension Array {
  /// All orders of the elements.
  fileprivate func permutations() -> [[Element]] {
    guard count > 1 else { return [self] }
    return indices.flatMap { index in
      var rest = self
      let element = rest.remove(at: index)
      return rest.permutations().map { [element] + $0 }
    }
  }
}

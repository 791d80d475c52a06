import KeySyncCore
import KeySyncCrypto
import Testing

/// The hashes by which nodes see that they judge alike (PROTOCOL section 7.7).
struct HashVectorTests {
  struct File: Decodable, Sendable {
    let policy: [PolicyHash]
    let trust: [TrustHash]
  }

  struct PolicyHash: Decodable, Sendable {
    let policy: [Rule]
    let hash: String
  }

  struct Rule: Decodable, Sendable {
    let rule: PolicyRule

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      rule = PolicyRule(
        pattern: try #require(KeyPattern(try container.decode(String.self))),
        strategy: try #require(PolicyRule.Strategy(rawValue: try container.decode(UInt8.self))),
        deletes: try #require(PolicyRule.Deletes(rawValue: try container.decode(UInt8.self))),
        creators: try container.decode([HexBytes].self).map { NodeID(publicKey: try $0.bytes32()) }
      )
    }
  }

  struct TrustHash: Decodable, Sendable {
    let trust: [Peer]
    let hash: String
  }

  struct Peer: Decodable, Sendable {
    let node: NodeID
    let rules: DatedRules

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      node = NodeID(publicKey: try container.decode(HexBytes.self).bytes32())
      rules = try container.decode(TrustVector.self).rules
    }
  }

  private let file: File

  init() throws { file = try Vectors.load("hashes") }

  @Test func `every vector's policy has its hash`() throws {
    #expect(!file.policy.isEmpty)
    for vector in file.policy {
      let policy = try #require(Policy(vector.policy.map(\.rule)))
      #expect(policy.hash(by: SodiumCryptography()).description == vector.hash)
    }
  }

  @Test func `every vector's trust has its hash`() {
    #expect(!file.trust.isEmpty)
    for vector in file.trust {
      let trust = Trust(Dictionary(uniqueKeysWithValues: vector.trust.map { ($0.node, $0.rules) }))
      #expect(trust.hash(by: SodiumCryptography()).description == vector.hash)
    }
  }

  @Test func `every vector's dated rules can be stored and read back`() {
    for rules in file.trust.flatMap(\.trust).map(\.rules) {
      #expect(DatedRules(encoded: rules.encoded) == rules)
    }
  }

  @Test(arguments: [
    "", "80", "8182000080", "81820180", "818200818280622a2a00", "818200818281190100622a2a", "8182008182820100622a2a",
    "8182008182820000622a2a", "81820081828105622a2a", "81820081828100616100", "8182008182810062612f", "8182008000",
    "82820080820080", "8183008000",
  ])
  func `stored rules that were not written by us are none`(hex: String) throws {
    #expect(DatedRules(encoded: try #require([UInt8](hex: hex))) == nil)
  }

  @Test func `the smallest stored rules are read`() throws {
    #expect(DatedRules(encoded: try #require([UInt8](hex: "81820080"))) == DatedRules(rules: []))
    let rule = PermissionRule(verbs: Verbs([.create, .update]), pattern: .everything)
    #expect(DatedRules(encoded: try #require([UInt8](hex: "8182008182820001622a2a"))) == DatedRules(rules: [rule]))
  }

  @Test func `who is trusted, with what and since when, all change the hash`() throws {
    let cast = try Cast()
    let cryptography = SodiumCryptography()
    let describing = PermissionRule(verbs: Verbs([.describe]), pattern: .everything)
    let dated = DatedRules([
      DatedRules.Entry(since: WallTime(milliseconds: 0), rules: [describing]),
      DatedRules.Entry(since: WallTime(milliseconds: 1), rules: []),
    ])
    let trusts = [
      try cast.trust(),
      try cast.trust(but: ["carol": DatedRules(rules: [describing])]),
      try cast.trust(but: ["carol": try #require(dated)]),
      Trust([try cast.node("alice"): .everything]),
    ]
    #expect(Set(trusts.map { $0.hash(by: cryptography) }).count == trusts.count)
  }
}

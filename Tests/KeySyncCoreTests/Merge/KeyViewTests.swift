import KeySyncCore
import KeySyncCrypto
import Testing

/// Conflict and winner among heads (PROTOCOL sections 7.3 and 7.4).
struct KeyViewTests {
  private let cast: Cast

  init() throws { cast = try Cast() }

  @Test func `no heads are no view`() {
    for rule in Self.rules { #expect(KeyView(heads: [], rule: rule) == nil) }
  }

  @Test func `the winner does not depend on the order of the heads`() throws {
    let history = try History(in: cast, "a -> b@bob, ~m, -d@carol, u", "b -> v@carol", "a -> -e, w@bob")
    let heads = try history("v", "m", "d", "u", "e", "w")
    for rule in Self.rules {
      for chosen in Self.subsets(of: heads) where !chosen.isEmpty {
        let view = try #require(KeyView(heads: chosen, rule: rule))
        let reversed = try #require(KeyView(heads: chosen.reversed(), rule: rule))
        #expect(view.winner.id == reversed.winner.id)
        #expect(view.conflict == reversed.conflict)
      }
    }
  }

  @Test func `of three heads the one wins that beats both others`() throws {
    let history = try History(in: cast, "a -> ~m -> ~n -> ~o", "a -> u@bob", "a -> b@carol -> -d@carol")
    for rule in Self.rules {
      for chosen in Self.subsets(of: try history("o", "u", "d", "b")) where chosen.count > 2 {
        let winner = try #require(KeyView(heads: chosen, rule: rule)).winner
        for other in chosen where other.id != winner.id {
          #expect(KeyView(heads: [winner, other], rule: rule)?.winner.id == winner.id)
        }
      }
    }
  }

  @Test func `a metadata-sync of higher version loses to an update`() throws {
    let history = try History(in: cast, "a -> ~m -> ~n", "a -> u")
    for rule in Self.rules {
      #expect(try KeyView(heads: history("n", "u"), rule: rule)?.winner.id == history["u"].id)
    }
  }

  @Test func `deletes alone and live heads of one content are no conflict`() throws {
    let history = try History(in: cast, "a -> -d, -e", "a -> b -> -f")
    let view = KeyView(heads: try history("d", "e", "f"), rule: Self.rules[0])
    #expect(try #require(view).conflict == nil)
    #expect(try view?.winner.id == history["f"].id)
  }

  @Test func `the three kinds of conflict are told apart`() throws {
    let history = try History(in: cast, "a -> b -> c", "a -> d, -e")
    let conflicts: [(ConflictKind, [VerifiedRecord])] = [
      (.version, try history("c", "d")), (.concurrentUpdate, try history("b", "d")),
      (.deleteVersusUpdate, try history("c", "d", "e")), (.deleteVersusUpdate, try history("b", "e")),
    ]
    for (kind, heads) in conflicts { #expect(KeyView(heads: heads, rule: Self.rules[0])?.conflict == kind) }
  }

  @Test func `creators that are not listed come after those that are`() throws {
    let history = try History(in: cast, "a -> b@bob", "a -> c@carol", "a -> d -> e")
    let rule = PolicyRule(
      pattern: .everything,
      strategy: .creatorPriority,
      creators: [try cast.node("carol"), try cast.node("bob")]
    )
    #expect(try KeyView(heads: history("b", "c", "e"), rule: rule)?.winner.id == history["c"].id)
    #expect(try KeyView(heads: history("b", "e"), rule: rule)?.winner.id == history["b"].id)
  }

  private static let rules = PolicyRule.Strategy.allCases.flatMap { strategy in
    PolicyRule.Deletes.allCases.map { PolicyRule(pattern: .everything, strategy: strategy, deletes: $0) }
  }

  private static func subsets(of records: [VerifiedRecord]) -> [[VerifiedRecord]] {
    records.reduce([[]]) { sets, record in sets + sets.map { $0 + [record] } }
  }
}

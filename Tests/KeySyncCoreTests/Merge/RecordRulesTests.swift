import KeySyncCore
import Testing

/// What a record may be after its parents, and who may make it (PROTOCOL sections 4 and 7.1).
struct RecordRulesTests {
  private let cast: Cast
  private let trust: Trust

  init() throws {
    cast = try Cast()
    trust = try cast.trust()
  }

  @Test func `a record resolves sixteen heads at once`() throws {
    let names = (1...16).map { "p\($0)" }
    let spread = "a -> " + names.joined(separator: ", ")
    let history = try History(in: cast, spread, names.joined(separator: ", ") + " -> r")
    #expect(history.heads(in: RecordGraph(of: Array(history.all.dropLast()), under: trust)) == names)
    #expect(history.heads(in: RecordGraph(of: history.all, under: trust)) == ["r"])
    #expect(history.heads(in: RecordGraph(of: history.all.reversed(), under: trust)) == ["r"])
  }

  @Test func `a seventeenth parent makes a record bad`() throws {
    let names = (1...17).map { "p\($0)" }
    #expect(throws: Refusal.badRecord) {
      try History(in: cast, "a -> " + names.joined(separator: ", "), names.joined(separator: ", ") + " -> r")
    }
  }

  @Test func `a version that cannot grow stays, and no forged one locks the key`() throws {
    let history = try History(in: cast, "a -> f! -> b -> c -> d -> -e -> +g")
    let graph = RecordGraph(of: history.all, under: trust)
    #expect(try history["f"].fields.version == Limits.version - 1)
    for name in ["b", "c", "d", "e", "g"] {
      #expect(try history[name].fields.version == Limits.version)
      #expect(try history.standing(of: name, in: graph) == .entered)
    }
    #expect(history.heads(in: graph) == ["g"])
  }

  @Test func `only a create follows a delete, and it follows nothing else`() throws {
    let history = try History(in: cast, "a -> -d -> u", "d -> -e", "d -> +c", "a -> +n", "a, d -> +o")
    let graph = RecordGraph(of: history.all, under: trust)
    for name in ["u", "n", "o"] { #expect(try history.standing(of: name, in: graph) == .void(.badRecord)) }
    #expect(history.heads(in: graph) == ["e", "c"])
  }

  @Test func `an update may have a delete beside a live parent, a metadata-sync may not`() throws {
    let history = try History(in: cast, "a -> b, -d", "b, d -> u", "d, b -> ~m", "b -> ~n")
    let graph = RecordGraph(of: history.all, under: trust)
    #expect(try history.standing(of: "u", in: graph) == .entered)
    #expect(try history.standing(of: "m", in: graph) == .void(.badRecord))
    #expect(history.heads(in: graph) == ["u", "n"])
  }

  // MARK: Trust

  @Test func `a retired creator's earlier records stay and later ones are void`() throws {
    let history = try History(in: cast, "a -> b@bob -> c@bob -> d")  // At 1, 2, 3 and 4 seconds.
    let retired = DatedRules([
      DatedRules.Entry(since: WallTime(milliseconds: 0), rules: DatedRules.everything.entries[0].rules),
      DatedRules.Entry(since: WallTime(milliseconds: 2001), rules: []),
    ])
    let trust = try cast.trust(but: ["bob": try #require(retired)])
    let graph = RecordGraph(of: history.all, under: trust)
    #expect(try history.standing(of: "b", in: graph) == .entered)
    #expect(try history.standing(of: "c", in: graph) == .void(.notAuthorised))
    #expect(history.heads(in: graph) == ["d"])
  }

  @Test func `rules hold from their first millisecond on`() throws {
    let history = try History(in: cast, "a -> b@bob")
    for (since, standing) in [(2000, .entered), (2001, .void(.notAuthorised))] as [(Int64, RecordGraph.Standing)] {
      let rules = DatedRules([
        DatedRules.Entry(since: WallTime(milliseconds: 0), rules: []),
        DatedRules.Entry(since: WallTime(milliseconds: since), rules: DatedRules.everything.entries[0].rules),
      ])
      let graph = RecordGraph(of: history.all, under: try cast.trust(but: ["bob": try #require(rules)]))
      #expect(try history.standing(of: "b", in: graph) == standing)
    }
  }

  @Test(arguments: SyncOperation.allCases)
  func `each operation needs its own verb`(operation: SyncOperation) throws {
    let history = try History(in: cast, "a -> -d@bob", "a -> u@bob", "a -> ~m@bob", "c@bob")
    let name = [SyncOperation.create: "c", .update: "u", .delete: "d", .metadataSync: "m"][operation]
    for verb in Verb.allCases {
      let rules = DatedRules(rules: [PermissionRule(verbs: Verbs([verb]), pattern: .everything)])
      let graph = RecordGraph(of: history.all, under: try cast.trust(but: ["bob": rules]))
      let expected: RecordGraph.Standing = verb == operation.verb ? .entered : .void(.notAuthorised)
      #expect(try history.standing(of: try #require(name), in: graph) == expected)
    }
  }

  @Test func `a revoked creator's records are void and what they replaced is back`() throws {
    let history = try History(in: cast, "a -> b@bob")
    let trust = Trust([try cast.node("alice"): .everything])
    let graph = RecordGraph(of: history.all, under: trust)
    #expect(try history.standing(of: "b", in: graph) == .void(.notAuthorised))
    #expect(history.heads(in: graph) == ["a"])
  }
}

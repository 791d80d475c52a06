import KeySyncCore
import KeySyncCrypto
import Testing

struct RecordGraphTests {
  private let cast: Cast
  private let trust: Trust

  init() throws {
    cast = try Cast()
    trust = try cast.trust()
  }

  // MARK: Waiting

  @Test func `a record waits for its parent and enters after it`() throws {
    let history = try History(in: cast, "a -> b")
    var graph = RecordGraph()
    #expect(graph.merge(try history["b"], under: trust) == [])
    #expect(try history.standing(of: "b", in: graph) == .waiting)
    #expect(graph.missingParents(of: try history["b"]) == [try history["a"].id])
    #expect(history.heads(in: graph) == [])
    #expect(try graph.merge(try history["a"], under: trust) == history("a", "b").map(\.id))
    #expect(history.heads(in: graph) == ["b"])
    #expect(graph.missingParents(of: try history["b"]) == [])
  }

  @Test func `a release cascades through all that waited, each after its parents`() throws {
    let history = try History(in: cast, "a -> b, c -> d -> e -> f", "c -> g", "f, g -> h")
    var graph = RecordGraph()
    for record in try history("h", "f", "g", "e", "d", "c", "b") { #expect(graph.merge(record, under: trust) == []) }
    let entered = graph.merge(try history["a"], under: trust)
    #expect(Set(entered) == Set(history.all.map(\.id)))
    #expect(entered.count == 8)
    for record in history.all {
      let position = try #require(entered.firstIndex(of: record.id))
      #expect(record.fields.parents.allSatisfy { entered[..<position].contains($0) })
    }
    #expect(history.heads(in: graph) == ["h"])
  }

  @Test func `a record waits until the last of its parents has entered`() throws {
    let history = try History(in: cast, "a -> b", "a -> c", "a -> d", "b, c, d -> e")
    var graph = RecordGraph()
    for record in try history("e", "b", "c") { #expect(graph.merge(record, under: trust) == []) }
    #expect(try graph.merge(try history["a"], under: trust) == history("a", "c", "b").map(\.id))
    #expect(try history.standing(of: "e", in: graph) == .waiting)
    #expect(graph.missingParents(of: try history["e"]) == [try history["d"].id])
    #expect(try graph.merge(try history["d"], under: trust) == history("d", "e").map(\.id))
  }

  @Test func `a record that is held changes nothing, waiting or not`() throws {
    let history = try History(in: cast, "a -> b -> c")
    var graph = RecordGraph()
    for name in ["c", "c", "a", "a", "c"] { _ = graph.merge(try history[name], under: trust) }
    #expect(try history.standing(of: "c", in: graph) == .waiting)
    #expect(try graph.merge(try history["b"], under: trust) == history("b", "c").map(\.id))
    #expect(graph.merge(try history["b"], under: trust) == [])
    #expect(history.heads(in: graph) == ["c"])
  }

  @Test func `a child of what waits waits as well`() throws {
    let history = try History(in: cast, "a -> b -> c")
    var graph = RecordGraph()
    _ = graph.merge(try history["b"], under: trust)
    _ = graph.merge(try history["c"], under: trust)
    #expect(graph.missingParents(of: try history["c"]) == [try history["b"].id])
    #expect(try history.all.map(\.id).filter(graph.isNamed) == history("a", "b").map(\.id))
  }

  // MARK: Void records

  @Test func `a void record is no head and leaves its parent one`() throws {
    let history = try History(in: cast, "a -> f! -> g! -> h!")
    let graph = merged(history.all)
    #expect(history.heads(in: graph) == ["a"])
    for name in ["f", "g", "h"] { #expect(try history.standing(of: name, in: graph) == .void(.badRecord)) }
  }

  @Test func `a record covers heads through a chain of void ones`() throws {
    let history = try History(in: cast, "a -> f! -> g! -> h! -> z", "a -> b")
    #expect(history.heads(in: merged(history.all)) == ["z", "b"])
    #expect(history.heads(in: merged(history.all.reversed())) == ["z", "b"])
  }

  @Test func `a record covers all that a void merge names`() throws {
    let history = try History(in: cast, "a -> b", "a -> c", "b, c -> f! -> z", "a -> d")
    #expect(history.heads(in: merged(history.all)) == ["z", "d"])
    #expect(history.heads(in: merged(history.all.reversed())) == ["z", "d"])
  }

  @Test func `edges between keys never count, void or not`() throws {
    let other = try History(of: "other", in: cast, "x -> y")
    let history = try History(in: cast, "a")
    let fields = RecordFields(
      keyID: history.key,
      version: 3,
      parents: try [history["a"].id, other["y"].id].sorted(),
      operation: .update,
      lastModified: WallTime(milliseconds: 9000),
      content: try history["a"].fields.content
    )
    let crossing = try sign(fields)
    let next = try sign(
      RecordFields(
        keyID: history.key,
        version: 4,
        parents: [crossing.id],
        operation: .update,
        lastModified: WallTime(milliseconds: 9001),
        content: fields.content
      )
    )
    let graph = merged([next, crossing] + other.all + history.all)
    #expect(graph.standing(of: crossing.id) == .void(.badRecord))
    #expect(graph.heads(of: history.key).map(\.id) == [next.id])
    #expect(other.heads(in: graph) == ["y"])
  }

  // MARK: Rules against the parents

  @Test func `a record resolves sixteen heads at once`() throws {
    let names = (1...16).map { "p\($0)" }
    let spread = "a -> " + names.joined(separator: ", ")
    let history = try History(in: cast, spread, names.joined(separator: ", ") + " -> r")
    #expect(history.heads(in: merged(Array(history.all.dropLast()))) == names)
    #expect(history.heads(in: merged(history.all)) == ["r"])
    #expect(history.heads(in: merged(history.all.reversed())) == ["r"])
  }

  @Test func `a seventeenth parent makes a record bad`() throws {
    let names = (1...17).map { "p\($0)" }
    #expect(throws: Refusal.badRecord) {
      try History(in: cast, "a -> " + names.joined(separator: ", "), names.joined(separator: ", ") + " -> r")
    }
  }

  @Test func `a version that cannot grow stays, and no forged one locks the key`() throws {
    let history = try History(in: cast, "a -> f! -> b -> c -> d -> -e -> +g")
    let graph = merged(history.all)
    #expect(try history["f"].fields.version == Limits.version - 1)
    for name in ["b", "c", "d", "e", "g"] {
      #expect(try history[name].fields.version == Limits.version)
      #expect(try history.standing(of: name, in: graph) == .entered)
    }
    #expect(history.heads(in: graph) == ["g"])
  }

  @Test func `only a create follows a delete, and it follows nothing else`() throws {
    let history = try History(in: cast, "a -> -d -> u", "d -> -e", "d -> +c", "a -> +n", "a, d -> +o")
    let graph = merged(history.all)
    for name in ["u", "n", "o"] { #expect(try history.standing(of: name, in: graph) == .void(.badRecord)) }
    #expect(history.heads(in: graph) == ["e", "c"])
  }

  @Test func `an update may have a delete beside a live parent, a metadata-sync may not`() throws {
    let history = try History(in: cast, "a -> b, -d", "b, d -> u", "d, b -> ~m", "b -> ~n")
    let graph = merged(history.all)
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
    let graph = merged(history.all, under: trust)
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
      let graph = merged(history.all, under: try cast.trust(but: ["bob": try #require(rules)]))
      #expect(try history.standing(of: "b", in: graph) == standing)
    }
  }

  @Test(arguments: SyncOperation.allCases)
  func `each operation needs its own verb`(operation: SyncOperation) throws {
    let history = try History(in: cast, "a -> -d@bob", "a -> u@bob", "a -> ~m@bob", "c@bob")
    let name = [SyncOperation.create: "c", .update: "u", .delete: "d", .metadataSync: "m"][operation]
    for verb in Verb.allCases {
      let rules = DatedRules(rules: [PermissionRule(verbs: Verbs([verb]), pattern: .everything)])
      let graph = merged(history.all, under: try cast.trust(but: ["bob": rules]))
      let expected: RecordGraph.Standing = verb == operation.verb ? .entered : .void(.notAuthorised)
      #expect(try history.standing(of: try #require(name), in: graph) == expected)
    }
  }

  @Test func `a revoked creator's records are void and what they replaced is back`() throws {
    let history = try History(in: cast, "a -> b@bob")
    let trust = Trust([try cast.node("alice"): .everything])
    let graph = merged(history.all, under: trust)
    #expect(try history.standing(of: "b", in: graph) == .void(.notAuthorised))
    #expect(history.heads(in: graph) == ["a"])
  }

  // MARK: Helpers

  private func merged(_ records: [VerifiedRecord], under trust: Trust? = nil) -> RecordGraph {
    var graph = RecordGraph()
    for record in records { _ = graph.merge(record, under: trust ?? self.trust) }
    return graph
  }

  private func sign(_ fields: RecordFields) throws -> VerifiedRecord {
    try VerifiedRecord(
      signing: fields,
      cluster: try #require(ClusterName("prod")),
      by: try cast.identity("alice"),
      with: SodiumCryptography()
    )
  }
}

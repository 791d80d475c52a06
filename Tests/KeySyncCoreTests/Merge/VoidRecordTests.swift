import KeySyncCore
import KeySyncCrypto
import Testing

/// Void records are never heads, and their edges count (PROTOCOL sections 7.2 and 7.3).
struct VoidRecordTests {
  private let cast: Cast
  private let trust: Trust

  init() throws {
    cast = try Cast()
    trust = try cast.trust()
  }

  @Test func `a void record is no head and leaves its parent one`() throws {
    let history = try History(in: cast, "a -> f! -> g! -> h!")
    let graph = RecordGraph(of: history.all, under: trust)
    #expect(history.heads(in: graph) == ["a"])
    for name in ["f", "g", "h"] { #expect(try history.standing(of: name, in: graph) == .void(.badRecord)) }
  }

  @Test func `a record covers heads through a chain of void ones`() throws {
    let history = try History(in: cast, "a -> f! -> g! -> h! -> z", "a -> b")
    #expect(history.heads(in: RecordGraph(of: history.all, under: trust)) == ["z", "b"])
    #expect(history.heads(in: RecordGraph(of: history.all.reversed(), under: trust)) == ["z", "b"])
  }

  @Test func `a record covers all that a void merge names`() throws {
    let history = try History(in: cast, "a -> b", "a -> c", "b, c -> f! -> z", "a -> d")
    #expect(history.heads(in: RecordGraph(of: history.all, under: trust)) == ["z", "d"])
    #expect(history.heads(in: RecordGraph(of: history.all.reversed(), under: trust)) == ["z", "d"])
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
    let graph = RecordGraph(of: [next, crossing] + other.all + history.all, under: trust)
    #expect(graph.standing(of: crossing.id) == .void(.badRecord))
    #expect(graph.heads(of: history.key).map(\.id) == [next.id])
    #expect(other.heads(in: graph) == ["y"])
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

import KeySyncCore
import Testing

/// Records that come before their parents (PROTOCOL section 7.2).
struct WaitingTests {
  private let cast: Cast
  private let trust: Trust

  init() throws {
    cast = try Cast()
    trust = try cast.trust()
  }

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
}

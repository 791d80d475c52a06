import KeySync
import KeySyncCore
import Testing

/// Conflicts as users meet them: seen on every node, ended by one.
@Suite struct ConflictTests {
  private let wire: Wire
  private let a, b: TestNode

  init() throws {
    wire = try Wire.among("alice", "bob")
    (a, b) = (wire.nodes[0], wire.nodes[1])
    try a.put("k", "1")
    try wire.run()
  }

  @Test func `both nodes see the same heads, serve the same winner and say who did what`() throws {
    try diverge()
    let (here, there) = (try #require(try a.conflict("k")), try #require(try b.conflict("k")))
    #expect(here.kind == .concurrentUpdate)
    #expect(here.heads.map(\.recordID) == there.heads.map(\.recordID))
    #expect(here.key.recordID == there.key.recordID)
    #expect(Set(here.heads.map(\.creator)) == [a.id, b.id])
    #expect(try a.data("k") == b.data("k"))
    #expect(try a.key("k").status == .conflict(reason: "concurrent-update"))
    #expect(try a.synchronizer.conflicts().map(\.key.keyID.text) == ["k"])
  }

  @Test func `keeping a head by the beginning of its id ends the conflict everywhere`() throws {
    try diverge()
    let loser = try #require(
      try a.conflict("k")?.heads.first { $0.recordID != (try? a.key("k").recordID) }
    )
    try a.synchronizer.resolve(try keyID("k"), .keep(String(loser.recordID.description.prefix(12))))
    try wire.run()
    for node in [a, b] {
      #expect(try node.conflict("k") == nil)
      #expect(try node.data("k") == (loser.creator == a.id ? "from a" : "from b"))
      #expect(try node.key("k").status == .synchronized)
    }
    #expect(try a.statistics().conflictsResolved == 1)
    #expect(try b.statistics().conflictsResolved == 1)
  }

  @Test func `new data or a delete ends a conflict too`() throws {
    try diverge()
    try b.synchronizer.resolve(try keyID("k"), .replace(data: Array("new".utf8), algorithm: nil))
    try wire.run()
    #expect(try a.data("k") == "new")
    try diverge()
    try a.synchronizer.resolve(try keyID("k"), .delete)
    try wire.run()
    #expect(try b.synchronizer.keys().isEmpty)
  }

  @Test func `a delete beside an update is a conflict that keeping the delete ends`() throws {
    try a.delete("k")
    try b.put("k", "kept?")
    try wire.run()
    let conflict = try #require(try b.conflict("k"))
    #expect(conflict.kind == .deleteVersusUpdate)
    let delete = try #require(conflict.heads.first { $0.operation == .delete })
    try b.synchronizer.resolve(try keyID("k"), .keep(delete.recordID.description))
    try wire.run()
    #expect(try a.synchronizer.keys().isEmpty)
    #expect(try b.synchronizer.keys().isEmpty)
  }

  @Test func `what is no head, is several, or is no conflict is refused and changes nothing`() throws {
    let key = try keyID("k")
    #expect(throws: KeySyncError.notInConflict(key)) { try a.synchronizer.resolve(key, .delete) }
    try diverge()
    let before = try a.key("k")
    #expect(throws: KeySyncError.unknownRecord("xyz", of: key)) { try a.synchronizer.resolve(key, .keep("xyz")) }
    #expect(throws: KeySyncError.unknownRecord("", of: key)) { try a.synchronizer.resolve(key, .keep("")) }
    #expect(throws: KeySyncError.keyInConflict(key, .concurrentUpdate)) { try a.put("k", "over it") }
    #expect(try a.key("k") == before)
  }

  @Test func `a key keeps its history, parents first`() throws {
    try diverge()
    try a.synchronizer.resolve(try keyID("k"), .delete)
    let history = try a.synchronizer.history(of: try keyID("k"))
    #expect(history.map(\.version) == [1, 2, 2, 3])
    #expect(history.map(\.isHead) == [false, false, false, true])
    #expect(Set(history[3].parents) == Set(history[1...2].map(\.recordID)))
    #expect(history.allSatisfy { $0.refusal == nil })
  }

  private func diverge() throws {
    try a.put("k", "from a")
    try b.put("k", "from b")
    try wire.run()
  }
}

extension TestNode {
  func conflict(_ key: String) throws -> KeyConflict? { try synchronizer.conflict(of: try keyID(key)) }
}

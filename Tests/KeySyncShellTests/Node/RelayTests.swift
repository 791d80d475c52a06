import KeySync
import Testing

/// Records that come from somebody other than their creator.
struct RelayTests {
  private let wire: Wire
  private let a: TestNode
  private let b: TestNode
  private let c: TestNode
  /// Carol's clock goes six minutes behind that of alice, and bob's in the middle between them.
  private let clocks: [TestClock]

  init() throws {
    clocks = [TestClock(), TestClock(), TestClock()]
    clocks[0].move(by: .seconds(180))
    clocks[2].move(by: .seconds(-180))
    (a, b, c) = (
      try TestNode("alice", clock: clocks[0]), try TestNode("bob", clock: clocks[1]),
      try TestNode("carol", clock: clocks[2])
    )
    try a.befriend(b)
    try b.befriend(c)
    wire = Wire(b, c)
  }

  @Test func `a record is relayed by a node that did not make it`() throws {
    try trustEachOther()
    clocks[2].move(by: .seconds(180))
    try Wire(a, b).run()
    try b.put("k", "2")
    try wire.run()
    #expect(try c.data("k") == "2")
    #expect(try c.key("k").heads == b.key("k").heads)
    #expect(try c.statistics().waitingRecords == 0)
  }

  @Test func `a record that is ahead of the receiver's clock is refused and fetched again later`() throws {
    try trustEachOther()
    try Wire(a, b).run()
    clocks[1].move(by: .seconds(1))
    try b.put("k", "2")
    try wire.run()
    #expect(try c.statistics().changes == ["waiting": 1, "from-future": 1])
    for clock in clocks { clock.move(by: .seconds(60)) }
    try wire.carry(try c.synchronizer.fetchesOfMissingParents().flatMap(c.synchronizer.messages))
    #expect(try c.data("k") == "2")
  }

  @Test func `a record of a creator that the receiver does not trust is void, but not what a trusted peer made of it`()
    throws
  {
    clocks[2].move(by: .seconds(180))
    try a.put("k", "1")
    try a.put("other", "1")
    try Wire(a, b).run()
    let other = try b.key("other").recordID
    try wire.carry(try b.synchronizer.messages(for: .records([other], answering: .random(), to: c.id)))
    #expect(try c.statistics().changes == ["untrusted-creator": 1])
    try b.put("k", "2")
    try wire.run()
    #expect(try c.statistics().changes == ["untrusted-creator": 2, "waiting": 1])
    #expect(try c.data("k") == "2")
    #expect(try !c.knows("other"))
    #expect(try c.synchronizer.history(of: try keyID("k")).map(\.refusal) == [.untrustedCreator, nil])
    try c.synchronizer.addPeer(a.id, name: "alice")
    #expect(try c.synchronizer.history(of: try keyID("k")).map(\.refusal) == [nil, nil])
  }

  @Test func `who asks for a record that is not held is told so`() throws {
    let unknown = RecordID(try #require(Bytes32([UInt8](repeating: 7, count: 32))))
    let fetch = try c.synchronizer.messages(for: .fetch([unknown], from: b.id))
    let answers = try wire.bring(try #require(fetch.first), to: b)
    #expect(answers.count == 1)
    let (_, object) = try SyncObject.decode(try Envelope(try #require(answers.first).payload))
    guard case .receipt(let receipt) = object else { throw KeySyncError.refused(.malformed) }
    #expect(receipt.entries.map(\.outcome) == [.applied])
    #expect(receipt.entries.map(\.changes) == [[.notHeld]])
  }

  private func trustEachOther() throws {
    try c.synchronizer.addPeer(a.id, name: "alice")
    try a.put("k", "1")
  }
}

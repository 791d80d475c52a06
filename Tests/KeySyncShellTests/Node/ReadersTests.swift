import KeySync
import Testing

/// Who gets key data, and in what form (PROTOCOL sections 5 and 7.1).
struct ReadersTests {
  private let clock = TestClock()

  @Test func `no key id and no data is seen on the wire`() throws {
    let wire = try Wire.among("alice", "bob")
    try wire.nodes[0].put("secret/name", "secret data")
    try wire.run()
    #expect(wire.carried.allSatisfy { !$0.payload.contains("secret") && !$0.topic.contains("secret") })
  }

  @Test func `without encryption changes travel in the clear, and all else is the same`() throws {
    var options = ClusterOptions()
    options.encryption = false
    let wire = try Wire.among("alice", "bob", options: options)
    let (a, b) = (wire.nodes[0], wire.nodes[1])
    try a.put("plain/name", "plain data")
    try wire.run()
    #expect(wire.carried.filter(\.isBroadcast).allSatisfy { $0.payload.contains("plain data") })
    #expect(try b.data("plain/name") == "plain data")
    #expect(try a.key("plain/name").status == .synchronized)
    try b.delete("plain/name")
    try wire.run()
    #expect(try a.key("plain/name").operation == .delete)
  }

  @Test func `a peer that may not read gets the record alone, in a message sealed to it`() throws {
    let (a, b, c) = try cluster()
    let wire = Wire(a, b, c)
    try a.put("k", "1")
    try wire.run()
    #expect(wire.carried.filter(\.isBroadcast).count == 2)
    #expect(try b.data("k") == "1")
    #expect(try c.key("k").heads == a.key("k").heads)
    #expect(try !c.key("k").hasData)
    #expect(throws: KeySyncError.dataMissing(try keyID("k"))) { try c.data("k") }
    #expect(try b.statistics().refused == ["cannot-decrypt": 1])
    #expect(try c.statistics().refused == ["cannot-decrypt": 1])
  }

  @Test func `a change is settled although a peer that may not read misses the data`() throws {
    let (a, b, c) = try cluster()
    try a.put("k", "1")
    try Wire(a, b, c).run()
    #expect(try c.statistics().changes == ["missing-data": 1])
    #expect(try a.key("k").status == .synchronized)
  }

  @Test func `a peer that may not read fetches no data either`() throws {
    let (a, b, c) = try cluster()
    try a.put("k", "1")
    try Wire(a, b).run()
    let wire = Wire(a, c)
    try wire.carry(try c.synchronizer.messages(for: .fetch(try a.key("k").heads, from: a.id)))
    #expect(try c.key("k").heads == a.key("k").heads)
    #expect(try !c.key("k").hasData)
  }

  @Test func `a delete is one message for all, as there is no data to keep from anybody`() throws {
    let (a, b, c) = try cluster()
    let wire = Wire(a, b, c)
    try a.put("k", "1")
    try wire.run()
    let before = wire.carried.count { $0.isBroadcast }
    try a.delete("k")
    try wire.run()
    #expect(wire.carried.count { $0.isBroadcast } == before + 1)
    #expect(try [b, c].map { try $0.key("k").operation } == [.delete, .delete])
  }

  @Test func `data that was replaced before it was sent does not travel`() throws {
    var options = ClusterOptions()
    options.encryption = false
    let wire = try Wire.among("alice", "bob", options: options)
    let (a, b) = (wire.nodes[0], wire.nodes[1])
    try a.put("k", "old data")
    try a.put("k", "new data")
    try wire.run()
    #expect(wire.carried.allSatisfy { !$0.payload.contains("old data") })
    #expect(try b.data("k") == "new data")
    #expect(try b.statistics().changes == ["superseded": 1, "applied": 1])
    #expect(try a.statistics().pendingMessages == 0)
  }

  /// Alice trusts bob with everything, and carol with everything but reading.
  private func cluster() throws -> (TestNode, TestNode, TestNode) {
    let (a, b, c) = (
      try TestNode("alice", clock: clock), try TestNode("bob", clock: clock), try TestNode("carol", clock: clock)
    )
    try a.befriend(b)
    try b.befriend(c)
    try a.trust(c, with: [.create, .update, .delete, .describe])
    try c.synchronizer.addPeer(a.id, name: "alice")
    return (a, b, c)
  }
}

extension [UInt8] {
  /// Whether the text's bytes stand somewhere in these.
  func contains(_ text: String) -> Bool {
    let wanted = Array(text.utf8)
    return indices.contains { self[$0...].starts(with: wanted) }
  }
}

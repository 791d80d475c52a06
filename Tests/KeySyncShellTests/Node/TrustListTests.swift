import KeySync
import KeySyncCore
import Testing

/// Whom one node trusts, taken over by another.
@Suite struct TrustListTests {
  private let clock = TestClock()
  private let a, b, c: TestNode

  init() throws {
    a = try TestNode("alice", clock: clock)
    b = try TestNode("bob", clock: clock)
    c = try TestNode("carol", clock: clock)
    try a.befriend(b)
    try a.befriend(c)
  }

  @Test func `a list reads as it is written, whatever rules and dates are in it`() throws {
    try set(b, "read:a:", since: 1)
    try set(b, "create,update:payments/**", since: 1_770_091_506_789)
    try set(b, "describe:*", since: 253_402_300_800_000)
    try set(c, "read:~", since: .max)
    _ = try a.synchronizer.retire(b.id, since: WallTime(milliseconds: .max))
    let list = try a.synchronizer.trustList(ownName: "true")
    #expect(list.nodes.count == 3)
    #expect(try TrustList(yaml: list.yaml, file: "trust.yaml") == list)
  }

  @Test func `a node that takes a list over has the same trust hash, and keeps its names`() throws {
    try set(b, "create,update:payments/**", since: 1000)
    try set(a, "read:**", since: 2000)
    try b.synchronizer.addPeer(c.id, name: "caroline")
    #expect(try a.synchronizer.trustHash() != b.synchronizer.trustHash())
    let effects = try b.synchronizer.take(try a.synchronizer.trustList())
    #expect(effects.isEmpty)
    #expect(try a.synchronizer.trustHash() == b.synchronizer.trustHash())
    #expect(try b.synchronizer.peers().map(\.name) == ["alice", "caroline", "self"])
    #expect(try b.synchronizer.differences(from: try a.synchronizer.trustList()).isEmpty)
  }

  @Test func `a list changes keys, which is shown first`() throws {
    let wire = Wire(a, b)
    try b.put("k", "1")
    try wire.run()
    let record = try a.key("k").recordID
    let list = try b.synchronizer.trustList()
    // Carol is not in it.
    #expect(throws: KeySyncError.peersNotListed(["carol"])) { try a.synchronizer.take(list) }
    _ = try b.synchronizer.setRules([], of: b.id, since: WallTime(milliseconds: 0))
    let strict = try b.synchronizer.trustList()
    let rehearsed = try a.synchronizer.take(strict, revokingMissing: true, rehearsing: true)
    #expect(rehearsed == [KeyEffect(keyID: try keyID("k"), before: record, after: nil)])
    #expect(try a.data("k") == "1")
    #expect(try a.synchronizer.take(strict, revokingMissing: true) == rehearsed)
    #expect(try !a.knows("k"))
    #expect(throws: KeySyncError.peerRevoked(c.id, name: "carol")) {
      try a.synchronizer.take(try withCarol(strict))
    }
  }

  @Test func `a node needs a name that is free, a cluster that is meant, and itself in the list`() throws {
    let list = try a.synchronizer.trustList()
    #expect(throws: KeySyncError.peerWithoutName(a.id)) {
      let d = try TestNode("dave", clock: clock)
      try a.befriend(d)
      let list = try a.synchronizer.trustList()
      _ = try d.synchronizer.revoke(a.id)
      _ = try d.synchronizer.take(list)
    }
    #expect(throws: KeySyncError.otherCluster(a.cluster)) { try a.entering("test").take(list) }
    #expect(throws: KeySyncError.selfNotListed) { try TestNode("dave").synchronizer.take(list) }
    #expect(throws: KeySyncError.peerExists(b.id, name: "bob")) { try a.synchronizer.trustList(ownName: "bob") }
    #expect(throws: KeySyncError.badPeerName("A")) { try a.synchronizer.trustList(ownName: "A") }
  }

  @Test func `a peer that is trusted at last gets what it had made counted, which is shown first`() throws {
    try b.synchronizer.addPeer(c.id, name: "carol")
    try c.synchronizer.addPeer(b.id, name: "bob")
    let d = try TestNode("dave", clock: clock)
    try d.befriend(b)
    try c.put("k", "1")
    let made = try c.key("k").recordID
    try Wire(b, c).run()
    try b.put("k", "2")
    try Wire(b, d).run()
    _ = try d.synchronizer.revoke(b.id)
    #expect(try !d.knows("k"))
    let rehearsed = try d.synchronizer.addPeer(c.id, name: "carol", rehearsing: true)
    #expect(rehearsed == [KeyEffect(keyID: try keyID("k"), before: nil, after: made)])
    #expect(throws: KeySyncError.unknownPeer("carol")) { try d.synchronizer.peer("carol") }
    #expect(try d.synchronizer.addPeer(c.id, name: "carol") == rehearsed)
    #expect(try d.key("k").recordID == made)
  }

  @Test(arguments: [
    ("beginning", 0), ("1970-01-01", 0), ("2026-02-03", 1_770_076_800_000),
    ("2026-02-03T04:05:06Z", 1_770_091_506_000), ("2026-02-03T04:05:06.789Z", 1_770_091_506_789),
    ("2026-02-03T04:05:06.000Z", 1_770_091_506_000), ("9223372036854775807ms", Int64.max),
  ])
  func `a moment reads as it is written`(text: String, milliseconds: Int64) throws {
    let moment = try #require(WallTime(text))
    #expect(moment.milliseconds == milliseconds)
    #expect(WallTime(moment.description) == moment)
  }

  @Test(arguments: [
    "", "now", "2026", "2026-2-3", "2026-02-30", "2026-02-03T04:05", "2026-02-03T04:05:06", "2026-02-03T25:00:00Z",
    "2026-02-03T04:05:06Zulu", "1969-12-31", "-1ms", "9223372036854775808ms", "20260203",
  ])
  func `what is no moment is none`(text: String) { #expect(WallTime(text) == nil) }

  private func set(_ peer: TestNode, _ rule: String, since: Int64) throws {
    let rule = try #require(PermissionRule(rule))
    _ = try a.synchronizer.setRules([rule], of: peer.id, since: WallTime(milliseconds: since))
  }

  /// The list with carol in it as well.
  private func withCarol(_ list: TrustList) throws -> TrustList {
    let rules = "  rules:\n  - since: beginning\n    allow: []\n"
    return try TrustList(yaml: list.yaml + "- node: \(c.id)\n  name: carol\n" + rules, file: "trust.yaml")
  }
}

import KeySync
import KeySyncBroker
import KeySyncCore
import Testing

/// Peers come, are heard, retire and are revoked.
@Suite struct TrustTests {
  private let clock = TestClock()
  private let wire: Wire
  private let a, b, c: TestNode

  init() throws {
    wire = try Wire.among("alice", "bob", "carol", clock: clock)
    (a, b, c) = (wire.nodes[0], wire.nodes[1], wire.nodes[2])
  }

  @Test func `an announcement makes a peer active and shows its clock and whether it agrees`() throws {
    #expect(try a.synchronizer.peer("bob").isActive == false)
    let announcement = try b.synchronizer.announcement()
    clock.move(by: .seconds(2))
    _ = try wire.bring(announcement, to: a)
    let bob = try a.synchronizer.peer("bob")
    #expect(bob.isActive)
    #expect(bob.clockSkew == -2000)
    #expect((bob.agreesOnTrust, bob.agreesOnPolicy, bob.agreesOnKeys) == (true, true, true))
    #expect(try a.statistics().activePeers == 1)
    clock.move(by: .seconds(601))
    #expect(try a.synchronizer.peer("bob").isActive == false)
  }

  @Test func `of announcements only the newest counts, and old news is not counted at all`() throws {
    let old = try b.synchronizer.announcement()
    clock.move(by: .seconds(1))
    try b.put("k", "1")
    let new = try b.synchronizer.announcement()
    for message in [new, old, new] { _ = try wire.bring(message, to: a) }
    #expect(try a.statistics().received == 1)
    #expect(try a.synchronizer.peer("bob").agreesOnKeys == false)
    clock.move(by: .seconds(400))
    _ = try wire.bring(new, to: c)
    #expect(try c.statistics().refused.isEmpty)
  }

  @Test func `a peer that starts anew is sent at once what it has not answered for`() throws {
    wire.fate = { _, _ in .lost }
    try a.put("k", "1")
    try wire.run()
    #expect(try a.synchronizer.nextMessages().isEmpty)
    wire.fate = { _, _ in .brought }
    try b.restart()
    _ = try wire.bring(try b.synchronizer.announcement(), to: a)
    try wire.run()
    #expect(try b.data("k") == "1")
  }

  @Test func `what a retired peer does later is void, what it did before holds`() throws {
    try c.put("before", "1")
    try wire.run()
    clock.move(by: .seconds(10))
    for node in [a, b] { #expect(try node.synchronizer.retire(c.id, since: clock.now).isEmpty) }
    clock.move(by: .seconds(10))
    try c.put("before", "2")
    try c.put("after", "1")
    try wire.run()
    #expect(try a.data("before") == "1")
    #expect(try !a.knows("after"))
    #expect(try a.synchronizer.peer("carol").isRetired)
    #expect(try a.statistics().changes["not-authorised"] == 2)
  }

  @Test func `revoking brings back what the peer had replaced, after showing it`() throws {
    try a.put("k", "good")
    try wire.run()
    let good = try a.key("k").recordID
    try c.put("k", "evil")
    try c.put("own", "1")
    try wire.run()
    let rehearsed = try a.synchronizer.revoke(c.id, rehearsing: true)
    #expect(rehearsed.map(\.keyID.text) == ["k", "own"])
    #expect(rehearsed.map(\.after) == [good, nil])
    #expect(try a.data("k") == "evil")
    #expect(try a.synchronizer.revoke(c.id) == rehearsed)
    #expect(try a.data("k") == "good")
    #expect(try !a.knows("own"))
    #expect(throws: KeySyncError.unknownPeer("carol")) { try a.synchronizer.peer("carol") }
    try c.put("k", "again")
    try wire.run()
    #expect(try a.data("k") == "good")
    #expect(try a.statistics().refused["not-trusted"] == 1)
  }

  @Test func `nodes end alike whether they met a revoked peer's record before or after`() throws {
    wire.fate = { [b] _, node in node === b ? .lost : .brought }
    try c.put("k", "evil")
    try wire.run()
    try a.put("k", "good")
    try wire.run()
    for node in [a, b] { _ = try node.synchronizer.revoke(c.id) }
    wire.fate = { _, _ in .brought }
    clock.move(by: .seconds(360))
    try wire.run()
    try wire.carry(try b.synchronizer.fetchesOfMissingParents().flatMap(b.synchronizer.messages))
    #expect(try a.key("k").heads == b.key("k").heads)
    #expect(try b.data("k") == "good")
    #expect(try b.synchronizer.history(of: try keyID("k")).map(\.refusal) == [.notAuthorised, nil])
  }

  @Test func `a change that only a revoked peer has not answered for is settled`() throws {
    wire.fate = { [c] _, node in node === c ? .lost : .brought }
    try a.put("k", "1")
    try wire.run()
    #expect(try a.statistics().pendingMessages == 1)
    _ = try a.synchronizer.revoke(c.id)
    #expect(try a.statistics().pendingMessages == 0)
    #expect(try a.statistics().settled == 1)
    #expect(try a.key("k").status == .synchronized)
  }

  @Test func `a node neither retires nor revokes itself, nor trusts a name or node twice`() throws {
    #expect(throws: KeySyncError.peerIsSelf) { try a.synchronizer.revoke(a.id) }
    #expect(throws: KeySyncError.peerIsSelf) { try a.synchronizer.retire(a.id, since: clock.now) }
    #expect(throws: KeySyncError.peerExists(b.id, name: "bob")) { try a.synchronizer.addPeer(b.id, name: "other") }
    _ = try a.synchronizer.revoke(b.id)
    #expect(throws: KeySyncError.peerRevoked(b.id, name: "bob")) { try a.synchronizer.addPeer(b.id, name: "back") }
  }
}

import KeySync
import KeySyncCore
import KeySyncStore
import Testing

/// What a backup brings back, and what it leaves alone.
struct BackupTests {
  private let clock = TestClock()
  private let a, b: TestNode

  init() throws {
    a = try TestNode("alice", clock: clock)
    b = try TestNode("bob", clock: clock)
    try a.befriend(b)
  }

  @Test func `an empty node that trusts the creators ends with the same heads and the same data`() throws {
    try fill(a)
    let backup = try BackupFile(of: a)
    let report = try backup.merge(into: b)
    #expect(try b.headSum() == a.headSum())
    #expect(try b.data("live") == "2")
    #expect(try b.key("described").attributes == a.key("described").attributes)
    #expect(report.records == 7 && report.new == 7 && report.held == 0 && report.refused.isEmpty)
    #expect(report.addedKeys.count == 3 && report.addedDeletedKeys.count == 1)
    #expect(report.conflictKeys.count == 0 && report.newerKeys.count == 0)
    #expect(report.configuration.trust == (try a.synchronizer.trustList(ownName: "alice")))
    #expect(try b.statistics().pendingMessages == 0)
  }

  @Test func `what comes from a backup is spread by nobody's queue and is nobody's news`() throws {
    try fill(a)
    let backup = try BackupFile(of: a)
    try backup.merge(into: b)
    #expect(try b.synchronizer.nextMessages().isEmpty)
    // Its own, in a home that was made anew around its identity.
    try backup.merge(into: a)
    #expect(try a.statistics().changes.isEmpty)
    // A change of trust judges again what is this node's own, and queues it; what others made it does not.
    _ = try b.synchronizer.setRules([], of: a.id, since: WallTime(milliseconds: 0))
    #expect(try !b.knows("live"))
    _ = try b.synchronizer.setRules([.everything], of: a.id, since: WallTime(milliseconds: 0))
    #expect(try b.data("live") == "2")
    #expect(try b.statistics().pendingMessages == 0)
  }

  @Test func `merging twice changes nothing the second time, and a rehearsal changes nothing at all`() throws {
    try fill(a)
    let backup = try BackupFile(of: a)
    let rehearsed = try backup.merge(into: b, rehearsing: true)
    #expect(try b.state().isEmpty)
    #expect(try backup.merge(into: b) == rehearsed)
    let state = try b.state()
    let version = try b.synchronizer.node.dataVersion()
    let again = try backup.merge(into: b)
    #expect(again.changesNothing && again.held == 7 && again.new == 0)
    #expect(try b.state() == state)
    #expect(try b.synchronizer.node.dataVersion() == version || again.changesNothing)
  }

  @Test func `an older backup brings back nothing that was deleted since`() throws {
    try a.put("k", "1")
    try a.put("erased", "1")
    let backup = try BackupFile(of: a)
    clock.move(by: .seconds(10))
    try a.delete("k")
    try a.erasingDelete("erased")
    let state = try a.state()
    let report = try backup.merge(into: a)
    #expect(report.changesNothing)
    #expect(report.stillDeletedKeys.texts == ["k", "erased"])
    #expect(try a.state() == state)
    #expect(throws: KeySyncError.self) { try a.data("k") }
    // A peer that knows the delete alone from its parents' peers is not fooled either.
    try Wire(a, b).run()
    try backup.merge(into: b)
    #expect(try b.headSum() == a.headSum())
    let held = try a.synchronizer.history(of: try keyID("erased")).filter(\.hasData)
    #expect(held.isEmpty)
  }

  @Test func `newer changes here stay, and changes that know nothing of each other become a conflict`() throws {
    try a.put("newer", "1")
    try a.put("both", "1")
    try Wire(a, b).run()
    try b.put("both", "b")
    let backup = try BackupFile(of: b)
    clock.move(by: .seconds(10))
    try a.put("newer", "2")
    try a.put("both", "a")
    let report = try backup.merge(into: a)
    #expect(report.new == 1 && report.held == 2)
    #expect(report.newerKeys.texts == ["newer"])
    #expect(report.conflictKeys.texts == ["both"])
    #expect(try a.data("newer") == "2")
    #expect(try a.key("both").heads.count == 2)
    #expect(try a.key("both").status == .conflict(reason: "concurrent-update"))
  }

  @Test func `a change beside a delete is said to be a conflict, and the delete stays what is served`() throws {
    try a.put("k", "1")
    try Wire(a, b).run()
    try b.put("k", "2")
    let backup = try BackupFile(of: b)
    try a.delete("k")
    let report = try backup.merge(into: a)
    #expect(report.conflictKeys.texts == ["k"])
    #expect(report.returnedKeys.count == 0 && report.stillDeletedKeys.count == 0)
    #expect(throws: KeySyncError.self) { try a.data("k") }
    #expect(try a.key("k").status == .conflict(reason: "delete-vs-update"))
  }

  @Test func `where the policy lets a change win over a delete, it is said that the key came back`() throws {
    var options = ClusterOptions()
    let rule = PolicyRule(pattern: .everything, strategy: .lastWriter, deletes: .compete)
    options.policy = try #require(Policy([rule]))
    let (c, d) = (
      try TestNode("carol", clock: clock, options: options), try TestNode("dave", clock: clock, options: options)
    )
    try c.befriend(d)
    try c.put("k", "1")
    try Wire(c, d).run()
    try c.delete("k")
    clock.move(by: .seconds(10))
    try d.put("k", "2")
    let backup = try BackupFile(of: d)
    #expect(try backup.merge(into: c).returnedKeys.texts == ["k"])
    #expect(try c.data("k") == "2")
  }

  @Test func `records of creators who are not trusted are named and not taken`() throws {
    let c = try TestNode("carol", clock: clock)
    try c.befriend(a)
    try c.put("theirs", "1")
    try a.put("ours", "1")
    try Wire(a, c).run()
    let report = try BackupFile(of: a).merge(into: b)
    #expect(report.new == 1 && report.refused == ["untrusted-creator": 1])
    #expect(report.untrusted.map(\.node) == [c.id] && report.untrusted.map(\.records) == [1])
    #expect(report.untrusted.first?.name == "carol")
    #expect(try !b.knows("theirs"))
    #expect(try b.data("ours") == "1")
  }

  @Test func `a revoked creator's record counts for nothing, and what a trusted one built on it comes`() throws {
    let mallory = try TestNode("mallory", clock: clock)
    for node in [a, b] { try node.befriend(mallory) }
    try mallory.put("k", "1")
    try Wire(a, b, mallory).run()
    try b.put("k", "2")
    try Wire(a, b).run()
    _ = try a.synchronizer.revoke(mallory.id)
    let c = try TestNode("carol", clock: clock)
    for node in [a, b] { try c.synchronizer.addPeer(node.id, name: node.name) }
    let report = try BackupFile(of: a).merge(into: c)
    #expect(report.waiting == 0)
    #expect(try c.headSum() == a.headSum())
    #expect(try c.data("k") == "2")
  }

  private func fill(_ node: TestNode) throws {
    try node.put("live", "1")
    try node.put("live", "2")
    try node.put("gone", "1")
    try node.delete("gone")
    try node.put("described", "1")
    try node.synchronizer.describe(try keyID("described"), attributes: try Attributes([("env", .text("prod"))]))
    try node.put("other", "1")
  }
}

import KeySync
import Testing

/// The figures that a node publishes about itself.
struct StatisticsTests {
  private let wire: Wire
  private let a: TestNode
  private let b: TestNode

  init() throws {
    wire = try Wire.among("alice", "bob")
    (a, b) = (wire.nodes[0], wire.nodes[1])
  }

  @Test func `a new node has nothing to tell`() throws {
    let statistics = try a.statistics()
    #expect(statistics.successRate == 100)
    #expect(statistics.avgSyncLatencyMs == nil)
    #expect(statistics.oldestPendingMs == nil)
    #expect(statistics.keys.values.allSatisfy { $0 == 0 })
    #expect(statistics.received == 0)
  }

  @Test func `figures of a change on its way add up at both ends`() throws {
    try a.put("k", "1")
    try a.put("l", "1")
    a.clock.move(by: .milliseconds(250))
    #expect(try a.statistics().oldestPendingMs == 250)
    #expect(try a.statistics().keys["Pending"] == 2)
    #expect(try a.statistics().successRate == 0)
    try wire.run()
    let (sender, receiver) = (try a.statistics(), try b.statistics())
    let broadcasts = wire.carried.count { $0.isBroadcast }
    #expect(sender.published == broadcasts)
    #expect(sender.settled == 2)
    #expect(sender.avgSyncLatencyMs == 250)
    #expect(sender.pendingMessages == 0)
    #expect(sender.successRate == 100)
    #expect(sender.received == wire.carried.count - broadcasts)
    #expect(receiver.received == broadcasts)
    #expect(receiver.messagesSynced == broadcasts)
    #expect(receiver.changes == ["applied": 2])
    #expect(receiver.keys["Synchronized"] == 2)
    #expect(sender.activePeers == 1)
    #expect(receiver.activePeers == 1)
  }

  @Test func `keys by status add up to all keys, and the success rate is the share of synchronized ones`() throws {
    try a.put("settled", "1")
    try a.put("disputed", "1")
    try b.put("disputed", "2")
    try wire.run()
    wire.fate = { _, _ in .lost }
    try a.put("sent", "1")
    try wire.publish(a)
    try a.put("queued", "1")
    let statistics = try a.statistics()
    #expect(
      statistics.keys == ["Pending": 1, "Synchronizing": 1, "Synchronized": 1, "Conflict": 1, "Failed": 0]
    )
    #expect(statistics.successRate == 25)
    let words = Dictionary(uniqueKeysWithValues: try a.synchronizer.keys().map { ($0.keyID.text, $0.status.word) })
    #expect(
      words == ["disputed": "Conflict", "settled": "Synchronized", "sent": "Synchronizing", "queued": "Pending"]
    )
  }

  @Test func `a change that a peer refuses for good has failed, for that peer's reason`() throws {
    let (strict, clerk) = (try TestNode("strict", clock: a.clock), try TestNode("clerk", clock: a.clock))
    try strict.trust(clerk, with: [.create, .read])
    try clerk.synchronizer.addPeer(strict.id, name: "strict")
    let wire = Wire(strict, clerk)
    try clerk.put("k", "1")
    try wire.run()
    #expect(try clerk.key("k").status == .synchronized)
    try clerk.put("k", "2")
    try wire.run()
    #expect(try strict.data("k") == "1")
    #expect(try clerk.key("k").status == .failed(reason: "not-authorised"))
    #expect(try clerk.statistics().keys["Failed"] == 1)
    #expect(try clerk.statistics().successRate == 0)
    #expect(try clerk.statistics().pendingMessages == 0)
  }

  @Test func `what is sent again is counted for each change, and what is applied for each that was new`() throws {
    wire.fate = { message, _ in message.isBroadcast ? .lost : .brought }
    try a.put("k", "1")
    try a.put("l", "1")
    try wire.run()
    #expect(try a.statistics().retried == 0)
    a.clock.move(by: .seconds(10))
    try wire.run()
    #expect(try a.statistics().retried == 2)
    #expect(try a.statistics().settled == 2)
    #expect(try b.statistics().applied == 2)
    wire.fate = { _, _ in .repeated }
    try a.put("k", "2")
    try wire.run()
    #expect(try b.statistics().applied == 3)
    #expect(try a.statistics().givenUp == 0)
  }

  @Test func `clocks of trusted peers are compared as they announce themselves`() throws {
    let (slow, fast) = (try TestNode("slow"), try TestNode("fast"))
    try slow.befriend(fast)
    fast.clock.move(by: .seconds(7))
    let wire = Wire(slow, fast)
    #expect(try slow.statistics().clockSkewMs == [:])
    try wire.carry([fast.synchronizer.announcement(), slow.synchronizer.announcement()])
    #expect(try slow.statistics().clockSkewMs == [fast.id.description: 7000])
    #expect(try fast.statistics().clockSkewMs == [slow.id.description: -7000])
    _ = try slow.synchronizer.revoke(fast.id)
    #expect(try slow.statistics().clockSkewMs == [:])
  }

  @Test func `the size of the store is that of its files`() throws {
    let before = try a.statistics().storeBytes
    try a.put("k", [UInt8](repeating: 7, count: 60_000))
    #expect(try a.statistics().storeBytes > before + 60_000)
  }

  @Test func `a peer that is silent for ten minutes is not active`() throws {
    try a.put("k", "1")
    try wire.run()
    a.clock.move(by: .seconds(600))
    #expect(try b.statistics().activePeers == 1)
    a.clock.move(by: .milliseconds(1))
    #expect(try b.statistics().activePeers == 0)
  }
}

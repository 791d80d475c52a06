import GRDB
import KeySyncBroker
import Testing

@testable import KeySync

/// What a process measures itself.
@Suite struct `Measured latencies` {
  @Test func `are nothing before the first`() {
    #expect(Spread(upTo: 1000).distribution == nil)
  }

  @Test func `have percentiles within one in a hundred, and the largest exactly`() throws {
    var spread = Spread(upTo: 604_800_000)
    for value in Int64(1)...10_000 { spread.add(value) }
    let distribution = try #require(spread.distribution)
    #expect((5000...5050).contains(distribution.p50))
    #expect((9500...9600).contains(distribution.p95))
    #expect((9900...10_000).contains(distribution.p99))
    #expect(distribution.max == 10_000)
    #expect(distribution.count == 10_000)
    #expect(distribution.clamped == 0)
  }

  @Test(arguments: [-1, .min, 0] as [Int64])
  func `count as 0 where clocks made them negative`(value: Int64) {
    var spread = Spread(upTo: 1000)
    spread.add(value)
    #expect(spread.distribution == Distribution(p50: 0, p95: 0, p99: 0, max: 0, count: 1, clamped: 0))
  }

  @Test func `are counted as the end of the range where they lie above it`() {
    var spread = Spread(upTo: 1000)
    for value in [1000, 1001, .max] as [Int64] { spread.add(value) }
    #expect(spread.distribution == Distribution(p50: 1000, p95: 1000, p99: 1000, max: 1000, count: 3, clamped: 2))
  }

  @Test func `go from the sender's timestamp to the commit, and for changes from queue to answer`() throws {
    let clock = TestClock()
    let wire = try Wire.among("alice", "bob", clock: clock)
    let (a, b) = (wire.nodes[0], wire.nodes[1])
    try a.put("k", "1")
    clock.move(by: .milliseconds(100))
    let messages = try a.synchronizer.nextMessages()
    clock.move(by: .milliseconds(40))
    let replies = try messages.flatMap { try wire.bring($0, to: b) }
    try a.synchronizer.note(sent: messages, unsent: [])
    clock.move(by: .milliseconds(10))
    for reply in replies { _ = try wire.bring(reply, to: a) }
    var (sender, receiver) = (try a.statistics(), try b.statistics())
    #expect(sender.settleLatencyMs == nil, "the store knows none")
    a.synchronizer.latencies.fill(&sender)
    b.synchronizer.latencies.fill(&receiver)
    #expect(receiver.syncLatencyMs == Distribution(p50: 40, p95: 40, p99: 40, max: 40, count: 1, clamped: 0))
    #expect(receiver.settleLatencyMs == nil)
    #expect(receiver.batchMessages == Distribution(p50: 1, p95: 1, p99: 1, max: 1, count: 1, clamped: 0))
    #expect(sender.settleLatencyMs == Distribution(p50: 150, p95: 150, p99: 150, max: 150, count: 1, clamped: 0))
    #expect(sender.syncLatencyMs == nil)
    #expect(sender.avgSyncLatencyMs == 150)
  }

  @Test func `of a batch that the store failed on are not noted`() throws {
    let wire = try Wire.among("alice", "bob")
    let (a, b) = (wire.nodes[0], wire.nodes[1])
    try a.put("k", "1")
    let deliveries = try a.synchronizer.nextMessages().map { Delivery(topic: $0.topic, payload: $0.payload) }
    try b.synchronizer.node.store.write { try $0.execute(sql: "ALTER TABLE counter RENAME TO hidden") }
    #expect(throws: (any Error).self) { try b.synchronizer.receive(deliveries) }
    try b.synchronizer.node.store.write { try $0.execute(sql: "ALTER TABLE hidden RENAME TO counter") }
    var statistics = try b.statistics()
    b.synchronizer.latencies.fill(&statistics)
    #expect(statistics.batchMessages == nil)
    #expect(statistics.syncLatencyMs == nil)
  }
}

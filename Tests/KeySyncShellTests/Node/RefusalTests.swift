import KeySync
import KeySyncBroker
import Testing

/// Messages that are refused: each is counted under its word and changes nothing.
struct RefusalTests {
  private let wire: Wire
  private let a: TestNode
  private let b: TestNode

  init() throws {
    wire = try Wire.among("alice", "bob")
    (a, b) = (wire.nodes[0], wire.nodes[1])
  }

  @Test func `a stranger's message is refused without an answer, and not remembered`() throws {
    let stranger = try TestNode("mallory", clock: a.clock)
    try stranger.synchronizer.addPeer(b.id, name: "bob")
    try stranger.put("k", "1")
    let message = try #require(try stranger.synchronizer.nextMessages().first)
    #expect(try wire.bring(message, to: b).isEmpty)
    #expect(try wire.bring(message, to: b).isEmpty)
    #expect(try b.statistics().refused == ["not-trusted": 2])
    #expect(try b.statistics().activePeers == 0)
    #expect(try !b.knows("k"))
    try b.synchronizer.addPeer(stranger.id, name: "mallory")
    _ = try wire.bring(message, to: b)
    #expect(try b.data("k") == "1")
  }

  @Test func `a byte that was changed anywhere makes a message refused, and the true one still counts`() throws {
    try a.put("k", "1")
    let message = try #require(try a.synchronizer.nextMessages().first)
    let places = Array(stride(from: 0, to: message.payload.count, by: 7)) + [message.payload.count - 1]
    for place in places {
      var payload = message.payload
      payload[place] ^= 0x01
      #expect(try receive(payload, on: message.topic).isEmpty)
    }
    let statistics = try b.statistics()
    #expect(statistics.refused.values.reduce(0, +) == places.count)
    #expect(try #require(statistics.refused["bad-signature"]) > places.count / 2)
    #expect(statistics.changes.isEmpty)
    #expect(statistics.activePeers == 0)
    _ = try wire.bring(message, to: b)
    #expect(try b.data("k") == "1")
  }

  @Test func `a message that is sealed to others is refused without an answer`() throws {
    let outsider = try TestNode("carol", clock: a.clock)
    try outsider.synchronizer.addPeer(a.id, name: "alice")
    try a.put("k", "1")
    let message = try #require(try a.synchronizer.nextMessages().first)
    #expect(try wire.bring(message, to: outsider).isEmpty)
    #expect(try outsider.statistics().refused == ["cannot-decrypt": 1])
    #expect(try !outsider.knows("k"))
  }

  @Test func `a message on another road than its own is refused`() throws {
    try a.put("k", "1")
    let message = try #require(try a.synchronizer.nextMessages().first)
    let topics = a.synchronizer.topics
    let other = try #require(Partition.allCases.first { topics.sync(from: a.id, $0) != message.topic })
    #expect(try receive(message.payload, on: topics.inbox(of: b.id, from: a.id)).isEmpty)
    #expect(try receive(message.payload, on: topics.sync(from: b.id, other)).isEmpty)
    #expect(try receive(message.payload, on: message.topic, isRetained: true).isEmpty)
    #expect(try b.statistics().refused == ["wrong-topic": 2])
    #expect(try receive(message.payload, on: topics.sync(from: a.id, other)).count == 1)
    #expect(try b.statistics().refused == ["wrong-topic": 3])
    #expect(try !b.knows("k"))
  }

  @Test func `probes, echoes and noise do no harm, and noise is counted`() throws {
    let topic = a.synchronizer.topics.sync(from: a.id, Partition.allCases[0])
    #expect(try receive([], on: topic).isEmpty)
    try a.put("k", "1")
    let message = try #require(try a.synchronizer.nextMessages().first)
    #expect(try wire.bring(message, to: a).isEmpty)
    #expect(try a.statistics().received == 0)
    #expect(try b.statistics().received == 0)
    _ = try receive([0xD2, 0x84], on: topic)
    _ = try receive([UInt8](repeating: 0, count: Limits.messageBytes + 1), on: topic)
    _ = try receive([1], on: "elsewhere")
    #expect(try b.statistics().refused == ["malformed": 1, "too-large": 1, "wrong-topic": 1])
  }

  @Test func `a batch's good messages are not held up by its bad ones`() throws {
    try a.put("k", "1")
    let message = try #require(try a.synchronizer.nextMessages().first)
    let bad = Delivery(topic: message.topic, payload: [1])
    let good = Delivery(topic: message.topic, payload: message.payload)
    let replies = try b.synchronizer.receive([bad] + [good] + [Delivery](repeating: bad, count: 40))
    #expect(replies.count == 1)
    #expect(try b.data("k") == "1")
    #expect(try b.statistics().refused == ["malformed": 41])
  }

  private func receive(_ payload: [UInt8], on topic: String, isRetained: Bool = false) throws -> [Reply] {
    try b.synchronizer.receive([Delivery(topic: topic, payload: payload, isRetained: isRetained)])
  }
}

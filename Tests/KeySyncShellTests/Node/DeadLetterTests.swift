import KeySync
import KeySyncBroker
import KeySyncCore
import KeySyncStore
import Testing

/// What becomes of refused messages.
@Suite struct DeadLetterTests {
  private let wire: Wire
  private let a, b: TestNode

  init() throws {
    wire = try Wire.among("alice", "bob")
    (a, b) = (wire.nodes[0], wire.nodes[1])
  }

  @Test func `a forged message is kept and counted, and blamed on nobody`() throws {
    try a.put("k", "1")
    let message = try #require(try a.synchronizer.nextMessages().first)
    var forged = message.payload
    forged[forged.count - 1] ^= 1
    try deliver(forged, message.topic)
    let letter = try #require(try b.synchronizer.refusedMessages().first)
    #expect(letter.refusal == .badSignature)
    #expect(letter.sender == nil)
    #expect(letter.frame == forged)
    #expect(letter.topic == message.topic)
    #expect(try b.statistics().refused == ["bad-signature": 1])
    #expect(try b.statistics().refusedBySender.isEmpty)
  }

  @Test func `whatever is refused before its signature was verified is blamed on nobody`() throws {
    try a.put("k", "1")
    let message = try #require(try a.synchronizer.nextMessages().first)
    let stranger = try TestNode("mallory", clock: a.clock)
    try stranger.synchronizer.addPeer(b.id, name: "bob")
    try stranger.put("k", "1")
    let strange = try #require(try stranger.synchronizer.nextMessages().first)
    try deliver(strange.payload, strange.topic)
    try deliver(message.payload, b.synchronizer.topics.inbox(of: b.id, from: a.id))
    try deliver([0xD2], message.topic)
    try deliver([UInt8](repeating: 0, count: Limits.messageBytes + 1), message.topic)
    for seconds in [301, -602] {
      b.clock.move(by: .seconds(seconds))
      try deliver(message.payload, message.topic)
    }
    b.clock.move(by: .seconds(301))
    try deliver(message.payload, message.topic)
    try deliver(message.payload, message.topic)
    #expect(try b.data("k") == "1")
    let letters = try b.synchronizer.refusedMessages()
    let words = ["duplicate", "from-future", "stale", "too-large", "malformed", "wrong-topic", "not-trusted"]
    #expect(letters.map(\.refusal.word) == words)
    #expect(letters.allSatisfy { $0.sender == nil })
    #expect(try b.statistics().refusedBySender.isEmpty)
  }

  @Test func `a kept message can be asked for by its number and looked into, without its data`() throws {
    try a.put("k", "1")
    let message = try #require(try a.synchronizer.nextMessages().first)
    b.clock.move(by: .seconds(301))
    try deliver(message.payload, message.topic)
    let letter = try #require(try b.synchronizer.refusedMessages(limit: 1).first)
    #expect(try b.synchronizer.refusedMessage(letter.id) == letter)
    #expect(throws: KeySyncError.unknownRefusedMessage(99)) { try b.synchronizer.refusedMessage(99) }
    let inspection = try b.synchronizer.inspect(letter)
    #expect(!inspection.isUnopened && inspection.refusals.isEmpty)
    guard case .object(let fields) = inspection.json, case .array(let changes)? = fields["changes"] else {
      Issue.record("no changes in \(inspection.json)")
      return
    }
    #expect(changes.count == 1)
  }

  @Test func `a change that a peer may not make is counted against that peer`() throws {
    let c = try TestNode("carol", clock: a.clock)
    try c.synchronizer.addPeer(a.id, name: "alice")
    try a.trust(c, with: [.read])
    try c.put("k", "1")
    let message = try #require(try c.synchronizer.nextMessages().first)
    _ = try wire.bring(message, to: a)
    #expect(try a.statistics().refusedBySender == [c.id.description: ["not-authorised": 1]])
  }

  @Test func `of a clear message the key data is not kept`() throws {
    var options = ClusterOptions()
    options.encryption = false
    let open = try Wire.among("dora", "erik", options: options)
    let (d, e) = (open.nodes[0], open.nodes[1])
    try d.put("k", "a secret that is not to be found")
    let message = try #require(try d.synchronizer.nextMessages().first)
    e.clock.move(by: .seconds(301))
    _ = try open.bring(message, to: e)
    let letter = try #require(try e.synchronizer.refusedMessages().first)
    #expect(letter.refusal == .stale)
    #expect(letter.frameBytes == message.payload.count)
    #expect(!String(decoding: letter.frame, as: UTF8.self).contains("secret"))
    #expect(try Envelope(letter.frame).signer == d.id)
    #expect(try e.synchronizer.inspect(letter).refusals.isEmpty)
  }

  @Test func `of what cannot be read only the beginning is kept`() throws {
    try deliver([UInt8](repeating: 0x41, count: 10_000), b.synchronizer.topics.inbox(of: b.id, from: a.id))
    let letter = try #require(try b.synchronizer.refusedMessages().first)
    #expect(letter.refusal == .malformed)
    #expect(letter.frame.count == 128)
    #expect(letter.frameBytes == 10_000)
  }

  @Test func `strangers cannot push out what peers sent, and neither may be too many`() throws {
    try a.put("k", "1")
    let message = try #require(try a.synchronizer.nextMessages().first)
    let other = b.synchronizer.topics.sync(from: a.id, try #require(Partition("0")))
    let wrong = message.topic == other ? b.synchronizer.topics.sync(from: a.id, try #require(Partition("1"))) : other
    try deliver(message.payload, wrong)
    for number in 0..<3 {
      let junk = (0..<256).map { Delivery(topic: message.topic, payload: [0x41, UInt8(number), UInt8($0)]) }
      _ = try b.synchronizer.receive(junk)
    }
    let letters = try b.synchronizer.refusedMessages()
    #expect(letters.filter { $0.sender == a.id }.map(\.refusal) == [.wrongTopic])
    #expect(letters.filter { $0.sender == nil }.count == 500)
    #expect(letters.first { $0.sender == nil }?.frame == [0x41, 2, 255])
  }

  private func deliver(_ payload: [UInt8], _ topic: String) throws {
    _ = try b.synchronizer.receive([Delivery(topic: topic, payload: payload)])
  }
}

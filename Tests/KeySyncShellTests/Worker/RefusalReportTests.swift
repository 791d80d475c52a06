import KeySyncBroker
import Testing

@testable import KeySync

@Suite struct `The log of refusals` {
  private let wire: Wire
  private let a, b: TestNode
  private let log = RecordingLog()

  init() throws {
    wire = try Wire.among("alice", "bob")
    (a, b) = (wire.nodes[0], wire.nodes[1])
  }

  @Test func `has one line for a word and sender in a minute, with their number`() throws {
    var report = RefusalReport()
    let start = ContinuousClock.now
    try refuse(3, on: junkTopic)
    try report.log(b.synchronizer, to: log.logger, at: start)
    #expect(log.lines.items.isEmpty, "what was there before is no news")
    for second in 0..<120 {
      try refuse(1, on: junkTopic)
      try report.log(b.synchronizer, to: log.logger, at: start + .seconds(second))
    }
    #expect(log.lines.items.map { $0.metadata["word"] } == ["malformed", "malformed"])
    #expect(log.lines.items.map { $0.metadata["count"] } == ["1", "60"])
    #expect(log.lines.items.allSatisfy { $0.metadata["sender"] == "unknown" && $0.level == .warning })
  }

  @Test func `names the peer that is known to have sent it, and the message that was kept`() throws {
    var report = RefusalReport()
    try report.log(b.synchronizer, to: log.logger, at: .now)
    try a.put("k", "1")
    let message = try #require(try a.synchronizer.nextMessages().first)
    let topics = b.synchronizer.topics
    let other = try #require(Partition.allCases.first { topics.sync(from: a.id, $0) != message.topic })
    _ = try b.synchronizer.receive([Delivery(topic: topics.sync(from: a.id, other), payload: message.payload)])
    try report.log(b.synchronizer, to: log.logger, at: .now)
    let line = try #require(log.lines.items.first)
    #expect(log.lines.count == 1)
    #expect(line.metadata["word"] == "wrong-topic" && line.metadata["sender"] == "alice")
    #expect(line.metadata["newest"] == "\(try b.synchronizer.refusedMessages()[0].id)")
  }

  @Test func `steers no terminal and forges no line, whatever topic a stranger chose`() throws {
    var report = RefusalReport()
    try report.log(b.synchronizer, to: log.logger, at: .now)
    try refuse(1, on: "keysync/v1/prod/\u{1B}[2J\n2026-01-01 error forged\u{202E}")
    try report.log(b.synchronizer, to: log.logger, at: .now)
    let line = try #require(log.lines.items.first)
    #expect(line.metadata["topic"] == "keysync/v1/prod/\\u{1b}[2J\\u{a}2026-01-01 error forged\\u{202e}")
    for scalar in line.metadata.values.joined().unicodeScalars {
      #expect(![.control, .format, .lineSeparator].contains(scalar.properties.generalCategory))
    }
  }

  private var junkTopic: String { b.synchronizer.topics.inbox(of: b.id, from: a.id) }

  private func refuse(_ count: Int, on topic: String) throws {
    _ = try b.synchronizer.receive((0..<count).map { Delivery(topic: topic, payload: [1, UInt8($0)]) })
  }
}

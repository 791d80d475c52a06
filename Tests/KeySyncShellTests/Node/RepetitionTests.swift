import KeySync
import Testing

/// Messages that come more than once, too late or too early (PROTOCOL section 6, checks 5 and 6).
struct RepetitionTests {
  private let wire: Wire
  private let a: TestNode
  private let b: TestNode
  private var clock: TestClock { a.clock }

  init() throws {
    wire = try Wire.among("alice", "bob")
    (a, b) = (wire.nodes[0], wire.nodes[1])
  }

  @Test func `a message that comes twice is counted as a duplicate and applied once`() throws {
    try a.put("k", "1")
    wire.fate = { _, _ in .repeated }
    try wire.run()
    let statistics = try b.statistics()
    #expect(statistics.refused == ["duplicate": 1])
    #expect(statistics.changes == ["applied": 1])
    #expect(statistics.messagesSynced == 1)
    #expect(try a.statistics().refused == ["duplicate": 1])
    #expect(try a.key("k").status == .synchronized)
  }

  @Test func `a message is a duplicate within one batch and after a restart`() throws {
    let message = try message("k", "1")
    #expect(try wire.bring(message, message, to: b).count == 1)
    try b.restart()
    #expect(try wire.bring(message, to: b).isEmpty)
    #expect(try b.statistics().refused == ["duplicate": 2])
    #expect(try b.statistics().changes == ["applied": 1])
  }

  @Test func `a message is fresh for five minutes and not a millisecond longer`() throws {
    let (last, late) = (try message("k", "1"), try message("l", "2"))
    clock.move(by: .seconds(300))
    _ = try wire.bring(last, to: b)
    #expect(try b.data("k") == "1")
    clock.move(by: .milliseconds(1))
    #expect(try wire.bring(late, to: b).isEmpty)
    #expect(try b.statistics().refused == ["stale": 1])
    #expect(try !b.knows("l"))
  }

  @Test func `a message from a clock more than five minutes ahead is refused, and not remembered`() throws {
    clock.move(by: .milliseconds(300_001))
    let message = try message("k", "1")
    clock.move(by: .milliseconds(-300_001))
    #expect(try wire.bring(message, to: b).isEmpty)
    #expect(try b.statistics().refused == ["from-future": 1])
    clock.move(by: .milliseconds(1))
    _ = try wire.bring(message, to: b)
    #expect(try b.data("k") == "1")
  }

  @Test func `a clock that steps back opens no window for what was forgotten`() throws {
    let message = try message("k", "1")
    _ = try wire.bring(message, to: b)
    clock.move(by: .milliseconds(600_001))
    while try b.synchronizer.prune() {}
    clock.move(by: .milliseconds(-600_001))
    _ = try wire.bring(message, to: b)
    #expect(try b.statistics().refused == ["stale": 1])
    #expect(try b.statistics().changes == ["applied": 1])
    try b.restart()
    _ = try wire.bring(message, to: b)
    #expect(try b.statistics().refused == ["stale": 2])
  }

  /// The message of a change that was put and sent, and did not arrive.
  private func message(_ key: String, _ data: String) throws -> OutgoingMessage {
    try a.put(key, data)
    let messages = try a.synchronizer.nextMessages()
    try a.synchronizer.note(sent: messages, unsent: [])
    #expect(messages.count == 1)
    return try #require(messages.first)
  }
}

import Logging
import Synchronization
import Testing

@testable import KeySync

@Suite struct `A sparing log` {
  private let log = RecordingLog()
  private let time = TestTime()
  private let logger: Logger

  init() {
    let handler = SparingLog(log, now: { [time] in time.now })
    logger = Logger(label: "test") { _ in handler }
  }

  @Test func `says the same warning once a minute, with its number`() {
    for _ in 0..<3600 {
      logger.warning("no broker")
      time.advance(by: .seconds(1))
    }
    #expect(log.warnings.count == 60)
    #expect(log.lines.items.prefix(3).map { $0.metadata["times"] } == [nil, "60", "60"])
  }

  @Test func `leaves out nothing that is new`() {
    logger.warning("no broker", metadata: ["connection": "reader"])
    logger.warning("no broker", metadata: ["connection": "publisher"])
    logger.error("no broker", metadata: ["connection": "reader"])
    var other = logger
    other[metadataKey: "cluster"] = "prod"
    other.warning("no broker", metadata: ["connection": "reader"])
    #expect(log.lines.count == 4)
  }

  @Test func `lets every line below a warning through`() {
    for _ in 0..<3 { logger.info("connected") }
    #expect(log.lines.count == 3)
  }
}

/// A clock that stands still until it is moved.
private final class TestTime: Sendable {
  private let instant = Mutex(ContinuousClock.now)

  var now: ContinuousClock.Instant { instant.withLock { $0 } }

  func advance(by duration: Duration) { instant.withLock { $0 += duration } }
}

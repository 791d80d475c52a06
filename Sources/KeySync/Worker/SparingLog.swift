import Logging
import Synchronization

/// Passes log lines on, but of equal warnings and errors at most one a minute, with their number since the last as `times`:
/// a broker that is away for an hour must not fill the log.
struct SparingLog: LogHandler {
  private var handler: any LogHandler
  private let memory: Memory

  static let interval = Duration.seconds(60)

  init(_ handler: any LogHandler, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
    self.handler = handler
    memory = Memory(now: now)
  }

  func log(event: LogEvent) {
    guard event.level >= .warning else { return handler.log(event: event) }
    guard let times = memory.admit(key(of: event)) else { return }
    var event = event
    if times > 1 { event.metadata = (event.metadata ?? [:]).merging(["times": "\(times)"]) { $1 } }
    handler.log(event: event)
  }

  /// The whole line.
  private func key(of event: LogEvent) -> String {
    let metadata = handler.metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
    let error = event.error.map { "\($0)" } ?? ""
    return "\(event.level) \(event.message) \(error) \(metadata)"
  }

  /// When each line was last passed on; shared by all copies.
  private final class Memory: Sendable {
    private let now: @Sendable () -> ContinuousClock.Instant
    private let lines = Mutex<[String: Line]>([:])

    private struct Line {
      var passedOn: ContinuousClock.Instant
      var times: Int
    }

    /// Lines remembered; beyond it all are forgotten, and said again.
    private static let limit = 256

    init(now: @escaping @Sendable () -> ContinuousClock.Instant) { self.now = now }

    /// How often a line came since it was last passed on, itself included; nil if that was less than a minute ago.
    func admit(_ key: String) -> Int? {
      let now = now()
      return lines.withLock { lines in
        let times = (lines[key]?.times ?? 0) + 1
        if let line = lines[key], now - line.passedOn < SparingLog.interval {
          lines[key]?.times = times
          return nil
        }
        if lines.count >= Self.limit { lines = [:] }
        lines[key] = Line(passedOn: now, times: 0)
        return times
      }
    }
  }
}

// What it hands through.
extension SparingLog {
  var logLevel: Logger.Level {
    get { handler.logLevel }
    set { handler.logLevel = newValue }
  }

  var metadata: Logger.Metadata {
    get { handler.metadata }
    set { handler.metadata = newValue }
  }

  var metadataProvider: Logger.MetadataProvider? {
    get { handler.metadataProvider }
    set { handler.metadataProvider = newValue }
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { handler[metadataKey: key] }
    set { handler[metadataKey: key] = newValue }
  }
}

extension Logger {
  /// The same log, sparing with what it repeats.
  var sparing: Logger {
    var logger = self
    logger.handler = SparingLog(handler)
    return logger
  }
}

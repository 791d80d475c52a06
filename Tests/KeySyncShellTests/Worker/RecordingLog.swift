import Logging

/// A log whose lines can be looked at.
struct RecordingLog: LogHandler {
  struct Line: Sendable {
    let level: Logger.Level
    let message: String
    let metadata: [String: String]
  }

  let lines = Recorder<Line>()
  var logLevel = Logger.Level.info
  var metadata: Logger.Metadata = [:]

  var logger: Logger { Logger(label: "test") { _ in self } }

  /// The messages of warnings and errors.
  /// But for connections that broke: on a machine that stands still for longer than their keepalive they do.
  var warnings: [String] {
    lines.items.filter { $0.level >= .warning }.map(\.message).filter { !$0.hasSuffix("it will be made again") }
  }

  var messages: [String] { lines.items.map(\.message) }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues { "\($0)" }
    lines.record(Line(level: event.level, message: "\(event.message)", metadata: all))
  }
}

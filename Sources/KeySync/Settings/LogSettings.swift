import Logging

/// What is logged, and how.
public struct LogSettings: Sendable, Equatable {
  /// The least important level that is logged.
  public var level = Logger.Level.info
  /// The form of the lines.
  public var format = LogFormat.text

  /// The defaults.
  public init() {}
}

/// The form of log lines.
public enum LogFormat: String, Sendable, CaseIterable {
  /// For people: time, level, message, key=value.
  case text
  /// For machines: one JSON object a line.
  case json
}

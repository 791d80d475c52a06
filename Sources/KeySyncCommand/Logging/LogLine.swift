import Foundation
import KeySync
import Logging

/// One line of the log. Peers choose some of the values, so nothing in them may end the line or steer the terminal.
struct LogLine {
  let time: Date
  let level: Logger.Level
  let message: String
  let metadata: Logger.Metadata

  /// `2026-11-23T20:51:00.123Z info     message key=value`.
  var text: String {
    let level = level.rawValue.padding(toLength: Self.levelWidth, withPad: " ", startingAt: 0)
    let values = metadata.sorted { $0.key < $1.key }.map { " \($0.key.escaped)=\(Self.quoted($0.value.description))" }
    return "\(timeText) \(level) \(message.escaped)\(values.joined())"
  }

  /// An object with time, level, message and metadata; the values of the metadata are texts.
  var json: String {
    let fields: [String: JSONValue] = [
      "time": .text(timeText),
      "level": .text(level.rawValue),
      "message": .text(message),
      "metadata": .object(metadata.mapValues { .text($0.description) }),
    ]
    return (try? KeySyncCommand.json(JSONValue.object(fields))) ?? text
  }

  private static let levelWidth = Logger.Level.allCases.map(\.rawValue.count).max() ?? 0

  private var timeText: String { time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)) }

  /// In quotation marks where it could be taken for more than one value.
  private static func quoted(_ value: String) -> String {
    let isPlain = !value.isEmpty && !value.contains { $0.isWhitespace || $0 == "\"" || $0 == "=" }
    if isPlain { return value.escaped }
    return "\"\(value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").escaped)\""
  }
}

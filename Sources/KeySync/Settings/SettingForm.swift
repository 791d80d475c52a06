import Foundation
import KeySyncBroker
import Yams

/// How a value is written: what it must be, and the way from the file and back.
struct SettingForm<Value: Sendable>: Sendable {
  /// What a value must be, in words.
  let words: String
  /// Whether the value is the name of a file.
  var isFile = false
  /// The value, nil where it has another form. What is thrown says better what is wrong.
  let value: @Sendable (Yams.Node) throws -> Value?
  /// The value as it could stand in the file; nil where there is none.
  let text: @Sendable (Value) -> String?

  /// A form of plain text.
  private static func scalar(
    _ words: String,
    _ value: @escaping @Sendable (String) throws -> Value?,
    text: @escaping @Sendable (Value) -> String
  ) -> Self {
    Self(words: words, value: { node in try node.text.flatMap(value) }, text: text)
  }
}

// MARK: The forms

extension SettingForm where Value: LosslessStringConvertible {
  /// The name of a worker.
  static func name(_ make: @escaping @Sendable (String) -> Value?) -> Self {
    scalar("1 to 63 of a-z, 0-9 and '-', not at the ends", make, text: \.description)
  }
}

extension SettingForm where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One of some words.
  static func word() -> Self {
    scalar(Value.allCases.map(\.rawValue).joined(separator: ", "), Value.init(rawValue:), text: \.rawValue)
  }
}

extension SettingForm where Value: RawRepresentable & CaseIterable, Value.RawValue == Int {
  /// One of some numbers.
  static func choice() -> Self {
    scalar(Value.allCases.map { "\($0.rawValue)" }.joined(separator: ", ")) {
      Int($0).flatMap(Value.init(rawValue:))
    } text: {
      "\($0.rawValue)"
    }
  }
}

extension SettingForm<String?> {
  static var text: Self { present("text", isFile: false) }

  static var file: Self { present("the name of a file", isFile: true) }

  private static func present(_ words: String, isFile: Bool) -> Self {
    Self(words: words, isFile: isFile, value: { $0.text.flatMap { $0.isEmpty ? nil : .some($0) } }, text: { $0 })
  }
}

extension SettingForm<String> {
  /// The beginning of topic names (MQTT 5 section 4.7): without wildcards, and not among the broker's own (`$SYS`).
  static var topic: Self {
    scalar("1 to 128 printable ASCII characters without '+', '#', spaces or empty levels, not beginning with '$'") {
      let isPlain = $0.utf8.allSatisfy {
        (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "#")
      }
      let levels = $0.split(separator: "/", omittingEmptySubsequences: false)
      return isPlain && $0.utf8.count <= 128 && !levels.contains("") && !$0.hasPrefix("$") ? $0 : nil
    } text: {
      $0
    }
  }
}

extension SettingForm<BrokerEndpoint> {
  static var endpoint: Self {
    scalar("mqtt://HOST[:PORT] or mqtts://HOST[:PORT]", { try BrokerEndpoint(url: $0) }, text: \.description)
  }
}

extension SettingForm<Int> {
  static func number(_ range: ClosedRange<Int>) -> Self {
    scalar("a number from \(range.lowerBound) to \(range.upperBound)") {
      Int($0).flatMap { range.contains($0) ? $0 : nil }
    } text: {
      "\($0)"
    }
  }
}

extension SettingForm<Bool> {
  /// The booleans of YAML 1.1.
  static var flag: Self {
    scalar("on or off") { text in
      switch text.lowercased() {
      case "on", "yes", "true", "y": true
      case "off", "no", "false", "n": false
      default: nil
      }
    } text: {
      $0 ? "on" : "off"
    }
  }
}

extension SettingForm<Duration> {
  static func duration(_ range: ClosedRange<Duration>) -> Self {
    scalar("seconds, or with a unit (90s, 15m, 24h, 7d), from \(range.lowerBound.short) to \(range.upperBound.short)") {
      Duration(short: $0).flatMap { range.contains($0) ? $0 : nil }
    } text: {
      $0.short
    }
  }
}

extension Yams.Node {
  /// The text of a scalar; nil for lists, maps, and where nothing is written.
  var text: String? { isNothing ? nil : scalar?.string }

  /// Whether nothing is written, or `~` or `null`.
  var isNothing: Bool { scalar.map { NSNull.construct(from: $0) != nil } ?? false }
}

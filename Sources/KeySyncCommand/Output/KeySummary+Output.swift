import Foundation
import KeySync

extension KeySummary {
  /// The key as JSON: these fields, always all of them.
  var json: JSONValue {
    .object([
      "key_id": .text(keyID.text),
      "version": .number(version),
      "operation": .text(operation.description),
      "status": .text(status.word),
      "reason": .text(status.reason),
      "crypto_algorithm": .text(algorithm.text),
      "last_modified": .number(lastModified.milliseconds),
      "creator": .text(creator.description),
      "record_id": .text(recordID.description),
      "heads": .array(heads.map { .text($0.description) }),
      "attributes": .attributes(attributes),
      "public_key_hash": .text(publicKeyHash?.description),
      "has_data": .bool(hasData),
      "peers_installed": .number(Int64(peersInstalled)),
      "peers_total": .number(Int64(peersTotal)),
    ])
  }

  /// The status with its reason.
  var statusText: String { status.reason.map { "\(status.word) (\($0))" } ?? status.word }

  /// How many peers have it: `installed 7 of 9`.
  var deliveryText: String { "installed \(peersInstalled) of \(peersTotal)" }

  /// One line for whoever has just changed the key.
  var changeText: String { "\(keyID): \(operation), version \(version), \(statusText)" }

  /// Whether somebody has to do something.
  var isAlarming: Bool {
    switch status {
    case .failed, .conflict: true
    case .pending, .synchronizing, .synchronized: false
    }
  }
}

extension WallTime {
  /// The same to the millisecond, where moments are compared: `2026-11-23T20:51:00.125Z`.
  var preciseText: String {
    Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(
      Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    )
  }

  /// For people: `2026-11-23T20:51:00Z`.
  var text: String {
    Date(timeIntervalSince1970: Double(milliseconds / 1000)).formatted(.iso8601)
  }
}

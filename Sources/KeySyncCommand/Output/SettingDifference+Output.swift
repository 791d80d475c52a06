import KeySync

extension SettingDifference {
  /// What differs, and what to write to have it as there.
  var text: String { "\(name) is \(here) here; to have it as there, write into keysync.yaml: \(there)" }

  /// The difference as JSON.
  var json: JSONValue { .object(["name": .text(name), "there": .text(there), "here": .text(here)]) }
}

import KeySync

extension DatedRules {
  /// On one line: `read:** since beginning; nothing since 2026-11-23T20:51:00Z`.
  var text: String { entries.map { "\($0.text) since \($0.since)" }.joined(separator: "; ") }
}

extension DatedRules.Entry {
  /// What is permitted, as it is typed.
  var text: String { rules.isEmpty ? "nothing" : rules.map(\.description).joined(separator: " ") }

  /// The rules as JSON: these fields, always all of them.
  var json: JSONValue {
    .object(["since": .number(since.milliseconds), "allow": .array(rules.map { .text($0.description) })])
  }
}

extension TrustDifference {
  /// The difference as a line of talk.
  var text: String {
    switch change {
    case .added(let rules): "adds \(name) (\(node)): \(rules.text)"
    case .changed(let rules): "gives \(name) other rules: \(rules.text)"
    case .revoked: "revokes \(name) (\(node))"
    }
  }
}

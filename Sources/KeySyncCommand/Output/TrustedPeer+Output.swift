import KeySync

extension TrustedPeer {
  /// The peer as JSON: these fields, always all of them.
  var json: JSONValue {
    .object([
      "node_id": .text(node.description),
      "name": .text(name),
      "added_at": .number(addedAt.milliseconds),
      "is_self": .bool(isSelf),
      "is_retired": .bool(isRetired),
      "rules": .array(rules.entries.map(\.json)),
      "is_active": .bool(isActive),
      "last_heard": lastHeard.map { .number($0.milliseconds) } ?? .null,
      "clock_skew_ms": clockSkew.map(JSONValue.number) ?? .null,
      "software": .text(software),
      "agrees_on_trust": agreesOnTrust.map(JSONValue.bool) ?? .null,
      "agrees_on_policy": agreesOnPolicy.map(JSONValue.bool) ?? .null,
      "agrees_on_keys": agreesOnKeys.map(JSONValue.bool) ?? .null,
    ])
  }

  /// When it was last heard.
  var heardText: String { isSelf ? "-" : lastHeard.map { Ago.text($0) } ?? "never" }

  /// How its clock goes; the way through the broker makes it look behind.
  var clockText: String {
    guard let clockSkew, !isSelf else { return "-" }
    return abs(clockSkew) < 1000 ? "in step" : "\(Ago.span(abs(clockSkew))) \(clockSkew < 0 ? "behind" : "ahead")"
  }

  /// Whether its keys are ours, and why not.
  var agreementText: String {
    if isSelf { return "this node" }
    if isRetired { return "retired" }
    if agreesOnTrust == false { return "trusts others" }
    if agreesOnPolicy == false { return "other policy" }
    return agreesOnKeys.map { $0 ? "agrees" : "behind" } ?? "not announced"
  }

  /// Whether it can never agree until somebody does something.
  var isAtOdds: Bool { !isSelf && !isRetired && (agreesOnTrust == false || agreesOnPolicy == false) }
}

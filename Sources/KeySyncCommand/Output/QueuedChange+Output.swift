import KeySync

extension QueuedChange {
  /// How it is with the sending.
  var stateText: String {
    if let closedTopic { return "closed-topic \(closedTopic)" }
    if isGivenUp { return "left to comparison" }
    return attempts == 0 ? "to be sent" : "to be confirmed"
  }

  /// The change as JSON: these fields, always all of them.
  var json: JSONValue {
    .object([
      "id": .number(id),
      "key_id": .text(keyID.text),
      "operation": .text(operation.description),
      "record_id": .text(recordID.description),
      "queued_at": .number(queuedAt.milliseconds),
      "due_at": dueAt.map { .number($0.milliseconds) } ?? .null,
      "attempts": .number(Int64(attempts)),
      "given_up": .bool(isGivenUp),
      "closed_topic": .text(closedTopic),
      "answered": .array(answered.map { .text($0.description) }),
      "awaited": .array(awaited.map { .text($0.description) }),
    ])
  }
}

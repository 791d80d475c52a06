import KeySync

extension RefusedMessage {
  /// Who sent it, by name.
  func senderText(_ names: PeerNames) -> String { sender.map(names.text) ?? "unknown" }

  /// The fields of a list.
  func fields(_ names: PeerNames) -> [String: JSONValue] {
    [
      "id": .number(id),
      "word": .text(refusal.word),
      "sender": .text(sender?.description),
      "sender_name": sender.map(names.json) ?? .null,
      "topic": .text(topic),
      "received_at": .number(receivedAt.milliseconds),
      "frame_bytes": .number(Int64(frameBytes)),
    ]
  }

  /// Everything, with what it says, or why that cannot be read.
  func json(_ names: PeerNames, _ object: Result<JSONValue, Refusal>) -> JSONValue {
    var fields = fields(names)
    fields["meaning"] = .text(refusal.meaning)
    fields["advice"] = .text(refusal.advice)
    fields["frame"] = .text(frame.hex)
    switch object {
    case .success(let object): (fields["object"], fields["object_refusal"]) = (object, .null)
    case .failure(let refusal): (fields["object"], fields["object_refusal"]) = (.null, .text(refusal.word))
    }
    return .object(fields)
  }

  /// For people, without what it says.
  func text(_ names: PeerNames) -> String {
    let kept = frame.count == frameBytes ? "" : ", of which \(frame.count) are kept"
    return """
      \(refusal.word): \(refusal.meaning)
      what to do: \(refusal.advice)

      from:       \(sender.map { "\(senderText(names)) (\($0))" } ?? "unknown: nobody is known to have signed it")
      topic:      \(topic.escaped)
      received:   \(receivedAt.preciseText)
      size:       \(frameBytes) bytes\(kept)

      """
  }
}

import KeySync

extension HistoryRecord {
  /// The record as JSON: these fields, always all of them.
  func json(_ names: PeerNames, winner: RecordID?) -> JSONValue {
    .object([
      "record_id": .text(recordID.description),
      "parents": .array(parents.map { .text($0.description) }),
      "version": .number(version),
      "operation": .text(operation.description),
      "creator": .text(creator.description),
      "creator_name": names.json(creator),
      "last_modified": .number(lastModified.milliseconds),
      "received_at": .number(receivedAt.milliseconds),
      "crypto_algorithm": .text(algorithm.text),
      "attributes": .attributes(attributes),
      "public_key_hash": .text(publicKeyHash?.description),
      "has_data": .bool(hasData),
      "is_head": .bool(isHead),
      "is_winner": .bool(recordID == winner),
      "refusal": .text(refusal?.word),
    ])
  }

  /// What it counts for.
  func standingText(winner: RecordID?) -> String {
    if let refusal { return refusal == .waiting ? "waits for its parents" : "void: \(refusal.word)" }
    return isHead ? recordID == winner ? "head, served" : "head" : "replaced"
  }
}

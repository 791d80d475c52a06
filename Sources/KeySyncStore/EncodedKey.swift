import KeySyncCore

/// A key as it was read from the store. Its winner is not decoded yet, so that many can be decoded at the same time.
package struct EncodedKey: Sendable {
  package let keyID: KeyID
  /// Its row in the table `key`.
  let key: Int64
  /// The winner's row in the table `record`.
  private let row: Int64
  private let winner: RecordID
  private let signed: [UInt8]
  /// All heads; nil where the winner is the only one.
  private let heads: [VerifiedRecord]?
  private let conflict: ConflictKind?
  /// Of the data that is here, whichever record it belongs to.
  private let commitments: [Bytes32]
  private let sender: NodeID?
  private let attempts: Int?
  private let closedTopic: String?
  /// What peers said of the winner, sorted by peer.
  private let answers: [(peer: NodeID, outcome: Outcome)]

  /// What a row of keys has, in the order of `Column`.
  static let select = """
    SELECT key.id, key.key_id, key.conflict, record.id, record.record_id, record.signed, record.sender,
      outbox.attempts, outbox.closed_topic
    FROM key JOIN record ON record.id = key.winner LEFT JOIN outbox ON outbox.record = record.id
    """

  private enum Column {
    static let (key, keyID, conflict, row, recordID): (CInt, CInt, CInt, CInt, CInt) = (0, 1, 2, 3, 4)
    static let (signed, sender, attempts, closedTopic): (CInt, CInt, CInt, CInt) = (5, 6, 7, 8)
  }

  init(_ columns: DirectRow, _ parts: inout KeyParts) throws {
    guard let keyID = columns.text(Column.keyID).flatMap({ KeyID($0) }), let winner = columns.bytes32(Column.recordID),
      let signed = columns.bytes(Column.signed)
    else { throw StoreError.damaged("a key") }
    self.keyID = keyID
    self.winner = RecordID(winner)
    self.signed = signed
    key = columns.integer(Column.key)
    row = columns.integer(Column.row)
    conflict = columns.text(Column.conflict).flatMap { ConflictKind(rawValue: $0) }
    sender = columns.bytes32(Column.sender).map { NodeID(publicKey: $0) }
    attempts = columns.isNull(Column.attempts) ? nil : Int(columns.integer(Column.attempts))
    closedTopic = columns.text(Column.closedTopic)
    heads = try parts.contestingHeads(of: key, keyID)
    commitments = try parts.commitments(of: key)
    answers = columns.isNull(Column.sender) ? try parts.answers(to: row) : []
  }

  /// - Throws: `StoreError.damaged` when the winner cannot be read.
  package func decoded() throws -> KeyRow {
    let winner = try VerifiedRecord(signed, id: winner)
    return KeyRow(
      row: row,
      keyID: keyID,
      winner: winner,
      heads: heads ?? [winner],
      conflict: conflict,
      hasData: winner.fields.content.commitment.map(commitments.contains) ?? false,
      sender: sender,
      attempts: attempts,
      closedTopic: closedTopic,
      answers: answers
    )
  }
}

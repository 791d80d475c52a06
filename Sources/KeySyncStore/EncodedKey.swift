import GRDB
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
  private var answers: [(peer: NodeID, outcome: Outcome)] = []

  /// What a row of keys has, in the order of `Column`; one that was answered by several peers has as many rows.
  static let select = """
    SELECT key.id, key.key_id, key.conflict, record.id, record.record_id, record.signed, record.sender,
      outbox.attempts, outbox.closed_topic, delivery.peer, delivery.outcome
    FROM key JOIN record ON record.id = key.winner LEFT JOIN outbox ON outbox.record = record.id
      LEFT JOIN delivery ON delivery.record = record.id AND record.sender IS NULL
    """

  /// Looking names up takes longer than reading the values.
  enum Column {
    static let (key, keyID, conflict, row, recordID, signed, sender) = (0, 1, 2, 3, 4, 5, 6)
    static let (attempts, closedTopic, peer, outcome) = (7, 8, 9, 10)
  }

  init(_ row: Row, heads: (KeyID) throws -> [VerifiedRecord]?, commitments: [Bytes32]) throws {
    guard let keyID = KeyID(row[Column.keyID]), let winner = row.bytes32(at: Column.recordID),
      let signed = try row.bytes(at: Column.signed)
    else { throw StoreError.damaged("a key") }
    self.keyID = keyID
    key = row[Column.key]
    self.row = row[Column.row]
    self.winner = RecordID(winner)
    self.signed = signed
    self.heads = try heads(keyID)
    conflict = (row[Column.conflict] as String?).flatMap(ConflictKind.init)
    self.commitments = commitments
    sender = row.bytes32(at: Column.sender).map(NodeID.init(publicKey:))
    attempts = row[Column.attempts]
    closedTopic = row[Column.closedTopic]
    takeAnswer(row)
  }

  /// Takes what one more peer said of the winner, if the row has it.
  mutating func takeAnswer(_ row: Row) {
    guard let peer = row.bytes32(at: Column.peer) else { return }
    answers.append((NodeID(publicKey: peer), Outcome(code: UInt16(clamping: row[Column.outcome] as Int64))))
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
      answers: Dictionary(answers.map { ($0.peer, $0.outcome) }) { first, _ in first }
    )
  }
}

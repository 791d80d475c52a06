import GRDB
import KeySyncCore

/// A key as the store holds it.
package struct KeyRow: Sendable {
  package let keyID: KeyID
  package let winner: VerifiedRecord
  /// All heads, the winner among them, sorted by id.
  package let heads: [VerifiedRecord]
  package let conflict: ConflictKind?
  /// Whether the winner's data is here.
  package let hasData: Bool
  /// Where the winner's change stands in the outbound queue; nil when it is not in it.
  package let delivery: Delivery?
  /// Why some peer refused the winner's change for good.
  package let failure: Outcome?

  package struct Delivery: Sendable, Equatable {
    /// How often the broker took it.
    package let attempts: Int
  }
}

extension ClusterTransaction {
  /// One key; nil when no record of it has entered.
  package func key(_ key: KeyID) throws -> KeyRow? {
    try row(Self.keySelect + " WHERE key.cluster = ? AND key.key_id = ?", [cluster, key]).map(keyRow)
  }

  /// All keys, tombstones too, sorted by key id, handed on one by one.
  package func forEachKey(_ body: (KeyRow) throws -> Void) throws {
    let statement = try db.cachedStatement(sql: Self.keySelect + " WHERE key.cluster = ? ORDER BY key.key_id")
    let cursor = try Row.fetchCursor(statement, arguments: [cluster])
    while let row = try cursor.next() { try body(try keyRow(row)) }
  }

  /// The heads of a key, sorted by id.
  package func heads(of key: KeyID) throws -> [VerifiedRecord] {
    try rows(
      """
      SELECT record.* FROM key JOIN record ON record.key = key.id AND record.is_head
      WHERE key.cluster = ? AND key.key_id = ? ORDER BY record.record_id
      """,
      [cluster, key]
    ).map(VerifiedRecord.init)
  }

  private static let keySelect = """
    SELECT key.key_id, key.conflict, record.record_id, record.signed, outbox.attempts AS attempts,
      (SELECT min(outcome) FROM delivery
        WHERE delivery.record = record.id AND outcome NOT IN (\(Schema.hopefulOutcomes))) AS failure,
      (SELECT count(*) FROM record WHERE record.key = key.id AND record.is_head) AS heads
    FROM key JOIN record ON record.id = key.winner LEFT JOIN outbox ON outbox.record = record.id
    """

  private func keyRow(_ row: Row) throws -> KeyRow {
    let winner = try VerifiedRecord(row)
    let keyID: KeyID = try row.required("key_id")
    let attempts = Int.fromDatabaseValue(row["attempts"])
    return KeyRow(
      keyID: keyID,
      winner: winner,
      heads: try row.required("heads", as: Int.self) == 1 ? [winner] : try heads(of: keyID),
      conflict: String.fromDatabaseValue(row["conflict"]).flatMap(ConflictKind.init),
      hasData: try winner.fields.content.commitment.map { try holdsData(of: keyID, $0) } ?? false,
      delivery: attempts.map(KeyRow.Delivery.init),
      failure: Int64.fromDatabaseValue(row["failure"]).map { Outcome(code: UInt64($0)) }
    )
  }
}

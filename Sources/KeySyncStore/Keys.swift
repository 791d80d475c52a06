import GRDB
import KeySyncCore

/// A key as the store holds it.
package struct KeyRow: Sendable {
  /// The winner's row in the table `record`.
  package let row: Int64
  package let keyID: KeyID
  package let winner: VerifiedRecord
  /// All heads, the winner among them, sorted by id.
  package let heads: [VerifiedRecord]
  package let conflict: ConflictKind?
  /// Whether the winner's data is here.
  package let hasData: Bool
  /// Who sent the winner; nil for this node's own.
  package let sender: NodeID?
  /// How often the winner's change was tried to be sent; nil when it is not in the outbound queue.
  package let attempts: Int?
  /// The topic where the broker refused it.
  package let closedTopic: String?
  /// What peers said of the winner.
  package let answers: [NodeID: Outcome]
}

extension ClusterTransaction {
  /// One key; nil when no record of it has entered.
  package func key(_ key: KeyID) throws -> KeyRow? {
    try row(Self.keySelect + " WHERE key.cluster = ? AND key.key_id = ?", [cluster, key]).map(keyRow)
  }

  /// All keys, tombstones too, sorted by key id, handed on one by one.
  package func forEachKey(_ body: (KeyRow) throws -> Void) throws {
    try forEach(Self.keySelect + " WHERE key.cluster = ? ORDER BY key.key_id", body: body)
  }

  /// The keys of which more is to be said than that they are settled: those in conflict, and those whose winner waits in the
  /// outbound queue, was refused by some peer for good, or was made here and is not confirmed.
  package func forEachUnsettledKey(by confirmation: Confirmation, _ body: (KeyRow) throws -> Void) throws {
    try forEach(
      Self.keySelect + """
         WHERE key.id IN (
          SELECT id FROM key WHERE cluster = ?1 AND conflict IS NOT NULL
          UNION SELECT record.key FROM outbox JOIN record ON record.id = outbox.record WHERE outbox.cluster = ?1
          UNION SELECT record.key FROM delivery JOIN record ON record.id = delivery.record
            WHERE record.cluster = ?1 AND outcome NOT IN (\(Schema.hopefulOutcomes))
          UNION SELECT key FROM record WHERE id > ?2 AND cluster = ?1 AND sender IS NULL AND is_head AND ?3 > (
            SELECT count(*) FROM delivery WHERE delivery.record = record.id AND outcome IN (\(Schema.installedOutcomes))
              AND hex(peer) IN (SELECT value FROM json_each(?4))))
        """,
      confirmation.agreedRow,
      confirmation.count,
      confirmation.peersAsJSON,
      body: body
    )
  }

  private func forEach(
    _ select: String,
    _ more: any DatabaseValueConvertible...,
    body: (KeyRow) throws -> Void
  ) throws {
    let cursor = try Row.fetchCursor(
      db.cachedStatement(sql: select),
      arguments: StatementArguments([cluster as any DatabaseValueConvertible] + more)
    )
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
    SELECT key.key_id, key.conflict, record.id AS row, record.record_id, record.signed, record.sender,
      outbox.attempts AS attempts, outbox.closed_topic AS closed_topic,
      (SELECT count(*) FROM record WHERE record.key = key.id AND record.is_head) AS heads
    FROM key JOIN record ON record.id = key.winner LEFT JOIN outbox ON outbox.record = record.id
    """

  private func keyRow(_ row: Row) throws -> KeyRow {
    let winner = try VerifiedRecord(row)
    let keyID: KeyID = try row.required("key_id")
    let sender = NodeID.fromDatabaseValue(row["sender"])
    return KeyRow(
      row: try row.required("row"),
      keyID: keyID,
      winner: winner,
      heads: try row.required("heads", as: Int.self) == 1 ? [winner] : try heads(of: keyID),
      conflict: String.fromDatabaseValue(row["conflict"]).flatMap(ConflictKind.init),
      hasData: try winner.fields.content.commitment.map { try holdsData(of: keyID, $0) } ?? false,
      sender: sender,
      attempts: Int.fromDatabaseValue(row["attempts"]),
      closedTopic: String.fromDatabaseValue(row["closed_topic"]),
      answers: sender == nil ? try outcomes(of: try row.required("row")) : [:]
    )
  }
}

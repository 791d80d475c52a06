import GRDB
import KeySyncCore

extension ClusterTransaction {
  /// The last row of the table `record`.
  package func lastRecordRow() throws -> Int64 {
    // The plus keeps SQLite from reading all of the cluster's rows in the order of their ids.
    try value("SELECT max(id) FROM record WHERE +cluster = ?", [cluster]) ?? 0
  }

  /// A peer was found to have every record that has entered here, up to a row. What waits to be confirmed by it is confirmed,
  /// but for data that it has refused or still lacks.
  ///
  /// - Parameter refused: the records that it has refused for good, which it does not have.
  /// - Returns: the rows of the outbox that were answered.
  package func noteAgreement(
    with peer: NodeID,
    upTo last: Int64,
    refusing refused: [RecordOutcome] = [],
    at now: WallTime
  ) throws -> [Int64] {
    try execute(
      """
      INSERT INTO agreement (cluster, peer, record, agreed_at) VALUES (?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET record = max(record, excluded.record), agreed_at = excluded.agreed_at
      """,
      [cluster, peer, last, now]
    )
    for record in refused {
      guard let row = try ownRecordRow(record.id) else { continue }
      try note(record.outcome, of: row, by: peer, at: now)
    }
    let confirmed = try rows(
      """
      SELECT outbox.id, outbox.record, record.record_id, record.signed, delivery.outcome
      FROM outbox JOIN record ON record.id = outbox.record
        LEFT JOIN delivery ON delivery.record = record.id AND delivery.peer = ?
      WHERE outbox.cluster = ? AND record.id <= ? AND record.standing = 0
      """,
      [peer, cluster, last]
    )
    let refusedIDs = Set(refused.map(\.id))
    for row in confirmed where try isOpen(row) && !refusedIDs.contains(try row.required("record_id")) {
      try note(.applied, of: try row.required("record"), by: peer, at: now)
    }
    return try confirmed.map { try $0.required("id") }
  }

  private func ownRecordRow(_ id: RecordID) throws -> Int64? {
    try value("SELECT id FROM record WHERE cluster = ? AND record_id = ? AND sender IS NULL", [cluster, id])
  }

  /// Whether more is to be expected of a peer that has the record than that it has it: data that it refused stays refused, and
  /// data that it lacks is sent again, where it is here to be sent.
  private func isOpen(_ row: Row) throws -> Bool {
    switch Int64.fromDatabaseValue(row["outcome"]).map({ Outcome(code: UInt16(clamping: $0)) }) {
    case Outcome(.keyMismatch), Outcome(.commitmentMismatch): false
    case .missingData: try servedData(of: try VerifiedRecord(row)) == nil
    default: true
    }
  }

  /// A record that was held waiting has entered: peers that agreed before did not agree on it.
  func limitAgreements(before row: Int64) throws {
    try execute("UPDATE agreement SET record = ?1 - 1 WHERE cluster = ?2 AND record >= ?1", [row, cluster])
  }

  /// For each peer, the last row of the table `record` that it is known to have by an equal announcement.
  package func agreements() throws -> [NodeID: Int64] {
    let pairs = try rows("SELECT peer, record FROM agreement WHERE cluster = ?", [cluster]).map {
      (try $0.required("peer", as: NodeID.self), try $0.required("record", as: Int64.self))
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }
}

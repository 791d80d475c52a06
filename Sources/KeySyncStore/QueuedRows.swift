import GRDB
import KeySyncCore

/// A row of the outbox as somebody looks at it.
package struct QueuedRow: Sendable {
  package let id: Int64
  package let record: VerifiedRecord
  package let queuedAt: WallTime
  package let dueAt: WallTime
  package let attempts: Int
  /// Since when it is left to reconciliation.
  package let givenUpAt: WallTime?
  /// The topic where the broker refused the last attempt.
  package let closedTopic: String?
  /// What peers said of it.
  package let answers: [NodeID: Outcome]
}

extension ClusterTransaction {
  /// The whole queue, oldest first, with what is left to reconciliation.
  package func queuedRows() throws -> [QueuedRow] {
    try rows(
      """
      SELECT outbox.*, record.record_id, record.signed FROM outbox JOIN record ON record.id = outbox.record
      WHERE outbox.cluster = ? ORDER BY outbox.id
      """,
      [cluster]
    ).map { row in
      QueuedRow(
        id: try row.required("id"),
        record: try VerifiedRecord(row),
        queuedAt: try row.required("queued_at"),
        dueAt: try row.required("due_at"),
        attempts: try row.required("attempts"),
        givenUpAt: WallTime.fromDatabaseValue(row["given_up_at"]),
        closedTopic: String.fromDatabaseValue(row["closed_topic"]),
        answers: try outcomes(of: try row.required("record"))
      )
    }
  }

  /// Begins again with a row, from the tries by inbox where it was broadcast: it is due now.
  ///
  /// - Returns: whether there is such a row.
  package func retryQueued(_ id: Int64, at now: WallTime) throws -> Bool {
    try execute(
      """
      UPDATE outbox SET attempts = min(attempts, 1), due_at = ?, given_up_at = NULL, closed_topic = NULL
      WHERE cluster = ? AND id = ?
      """,
      [now, cluster, id]
    )
    return db.changesCount == 1
  }

  /// Takes a row off; its record stays.
  ///
  /// - Returns: whether there was such a row.
  package func dropQueued(_ id: Int64) throws -> Bool {
    try execute("DELETE FROM outbox WHERE cluster = ? AND id = ?", [cluster, id])
    return db.changesCount == 1
  }
}

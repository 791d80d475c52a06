import GRDB
import KeySyncCore

extension ClusterTransaction {
  /// Hands on the live heads whose data is not held, with who sent them, until told to stop. Every head is looked at.
  ///
  /// - Parameter body: whether to go on.
  package func forEachHeadLackingData(_ body: (_ record: VerifiedRecord, _ sender: NodeID?) throws -> Bool) throws {
    let cursor = try Row.fetchCursor(
      db.cachedStatement(sql: "SELECT * FROM record WHERE cluster = ? AND is_head ORDER BY id"),
      arguments: [cluster]
    )
    while let row = try cursor.next() {
      let record = try VerifiedRecord(row)
      guard try lacksData(record) else { continue }
      guard try body(record, NodeID.fromDatabaseValue(row["sender"])) else { return }
    }
  }

  /// Whether a record is a live head whose data is not held.
  package func isHeadLackingData(_ id: RecordID) throws -> Bool {
    try row("SELECT * FROM record WHERE cluster = ? AND record_id = ? AND is_head", [cluster, id])
      .map { try lacksData(try VerifiedRecord($0)) } ?? false
  }

  private func lacksData(_ record: VerifiedRecord) throws -> Bool {
    try record.fields.content.commitment.map { try !holdsData(of: record.fields.keyID, $0) } ?? false
  }
}

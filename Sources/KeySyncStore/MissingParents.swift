import GRDB
import KeySyncCore

// What keeps records waiting.
extension ClusterTransaction {
  /// How many records of a sender wait for a parent.
  func waitingCount(of sender: NodeID) throws -> Int {
    try value("SELECT count(*) FROM record WHERE cluster = ? AND sender = ? AND standing = 22", [cluster, sender]) ?? 0
  }

  /// The parents that are lacked by records of a sender which wait, the longest-waited-for first.
  ///
  /// - Parameter since: leaves out those that a record waited for before.
  package func missingParents(
    ofRecordsFrom sender: NodeID,
    since: WallTime = WallTime(milliseconds: 0),
    limit: Int = Limits.idsPerFetch
  ) throws -> [RecordID] {
    try rows(
      """
      SELECT parent FROM record AS child JOIN waiting_parent ON waiting_parent.record = child.id
      WHERE child.cluster = ?1 AND child.sender = ?2 AND child.standing = 22
        AND NOT EXISTS (SELECT 1 FROM record WHERE cluster = ?1 AND record_id = parent)
        AND NOT EXISTS
          (SELECT 1 FROM waiting_parent AS other JOIN record ON record.id = other.record
            WHERE other.cluster = ?1 AND other.parent = waiting_parent.parent AND record.received_at < ?3)
      GROUP BY parent ORDER BY min(child.id) LIMIT ?4
      """,
      [cluster, sender, since, limit]
    ).map { try $0.required("parent") }
  }

  /// A parent that records wait for, with who sent the record that waits for it longest, and since when.
  package struct MissingParent {
    package let id: RecordID
    package let sender: NodeID
    package let since: WallTime
  }

  /// The parents that are lacked by records which wait, the longest-waited-for first.
  package func missingParents(limit: Int) throws -> [MissingParent] {
    // SQLite takes the other columns from the row that has the minimum.
    try rows(
      """
      SELECT parent, child.sender, child.received_at, min(child.id) AS first
      FROM record AS child JOIN waiting_parent ON waiting_parent.record = child.id
      WHERE child.cluster = ?1 AND child.standing = 22
        AND NOT EXISTS (SELECT 1 FROM record WHERE cluster = ?1 AND record_id = parent)
      GROUP BY parent ORDER BY first LIMIT ?2
      """,
      [cluster, limit]
    ).map {
      MissingParent(
        id: try $0.required("parent"),
        sender: try $0.required("sender"),
        since: try $0.required("received_at")
      )
    }
  }
}

import GRDB
import KeySyncCore

/// What the store can say of a cluster as a whole.
package struct StoreFigures: Sendable {
  /// Keys with a winner, tombstones included.
  package let keys: Int
  /// Changes in the outbound queue.
  package let queued: Int
  /// When the oldest of them was queued.
  package let oldestQueued: WallTime?
  /// Records that wait for their parents.
  package let waiting: Int
}

extension ClusterTransaction {
  package func figures() throws -> StoreFigures {
    guard
      let row = try row(
        """
        SELECT
          (SELECT count(*) FROM key WHERE cluster = ?1 AND winner IS NOT NULL) AS keys,
          (SELECT count(*) FROM outbox WHERE cluster = ?1) AS queued,
          (SELECT min(queued_at) FROM outbox WHERE cluster = ?1) AS oldest,
          (SELECT count(*) FROM record WHERE cluster = ?1 AND standing = 22) AS waiting
        """,
        [cluster]
      )
    else { throw StoreError.damaged("figures") }
    return StoreFigures(
      keys: row["keys"],
      queued: row["queued"],
      oldestQueued: WallTime.fromDatabaseValue(row["oldest"]),
      waiting: row["waiting"]
    )
  }
}

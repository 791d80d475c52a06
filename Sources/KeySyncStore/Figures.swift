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
  /// Changes that sending has not brought to every peer, and that are left to reconciliation.
  package let givenUp: Int
  /// Records that wait for their parents.
  package let waiting: Int
}

extension ClusterTransaction {
  package func figures() throws -> StoreFigures {
    // The plus keeps SQLite from going by names, from which it would jump to each row.
    guard
      let row = try row(
        """
        SELECT
          (SELECT count(*) FROM key WHERE +cluster = ?1 AND winner IS NOT NULL) AS keys,
          (SELECT count(*) FROM outbox WHERE cluster = ?1 AND given_up_at IS NULL) AS queued,
          (SELECT min(queued_at) FROM outbox WHERE cluster = ?1 AND given_up_at IS NULL) AS oldest,
          (SELECT count(*) FROM outbox WHERE cluster = ?1 AND given_up_at IS NOT NULL) AS given_up,
          (SELECT count(*) FROM record WHERE cluster = ?1 AND standing = 22) AS waiting
        """,
        [cluster]
      )
    else { throw StoreError.damaged("figures") }
    return StoreFigures(
      keys: row["keys"],
      queued: row["queued"],
      oldestQueued: WallTime.fromDatabaseValue(row["oldest"]),
      givenUp: row["given_up"],
      waiting: row["waiting"]
    )
  }
}

import GRDB
import KeySyncCore

/// What the store can say of a cluster as a whole.
package struct StoreFigures: Sendable {
  /// Keys with a winner, tombstones included.
  package let keys: Int
  /// Keys in conflict.
  package let conflicts: Int
  /// Keys whose latest change waits in the outbound queue, by whether the broker has taken it.
  package let pending, synchronizing: Int
  /// Keys whose latest change some peer refused for good.
  package let failed: Int
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
        WITH failed AS (SELECT DISTINCT record FROM delivery WHERE outcome NOT IN (\(Schema.hopefulOutcomes)))
        SELECT
          (SELECT count(*) FROM key WHERE cluster = ?1 AND winner IS NOT NULL) AS keys,
          (SELECT count(*) FROM key WHERE cluster = ?1 AND conflict IS NOT NULL) AS conflicts,
          (SELECT count(*) FROM outbox JOIN key ON key.winner = outbox.record
            WHERE outbox.cluster = ?1 AND attempts = 0 AND conflict IS NULL
              AND outbox.record NOT IN failed) AS pending,
          (SELECT count(*) FROM outbox JOIN key ON key.winner = outbox.record
            WHERE outbox.cluster = ?1 AND attempts > 0 AND conflict IS NULL
              AND outbox.record NOT IN failed) AS synchronizing,
          (SELECT count(*) FROM failed JOIN key ON key.winner = failed.record
            WHERE key.cluster = ?1 AND conflict IS NULL) AS failed,
          (SELECT count(*) FROM outbox WHERE cluster = ?1) AS queued,
          (SELECT min(queued_at) FROM outbox WHERE cluster = ?1) AS oldest,
          (SELECT count(*) FROM record WHERE cluster = ?1 AND standing = 22) AS waiting
        """,
        [cluster]
      )
    else { throw StoreError.damaged("figures") }
    return StoreFigures(
      keys: row["keys"],
      conflicts: row["conflicts"],
      pending: row["pending"],
      synchronizing: row["synchronizing"],
      failed: row["failed"],
      queued: row["queued"],
      oldestQueued: WallTime.fromDatabaseValue(row["oldest"]),
      waiting: row["waiting"]
    )
  }

  /// How many of the nodes sent something authentic since then.
  package func activePeers(among nodes: [NodeID], since time: WallTime) throws -> Int {
    let heard = try rows("SELECT public_key FROM sender WHERE cluster = ? AND heard_at >= ?", [cluster, time])
    return Set(try heard.map { try $0.required("public_key", as: NodeID.self) }).intersection(nodes).count
  }
}

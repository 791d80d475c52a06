import GRDB
import KeySyncCore

/// What the command line asks of the worker.
package struct SyncRequest: Sendable, Equatable {
  package let id: Int64
  package let peer: NodeID
  package let isFull: Bool
}

/// The run with a peer as it was last written down.
package struct ReconciliationRow: Sendable, Equatable {
  package var peer: NodeID
  /// The newest request that it has taken up.
  package var request: Int64?
  package var beganAt, updatedAt: WallTime
  package var isFull: Bool
  /// The word for how it ended; nil while it goes on.
  package var outcome: String?
  package var rounds: Int
  package var lackedHere, settledHere, refusedHere: Int
  package var lackedThere, settledThere, refusedThere: Int

  package init(_ peer: NodeID, _ run: ReconciliationRun, request: Int64?, at now: WallTime) {
    self.peer = peer
    self.request = request
    beganAt = run.beganAt
    updatedAt = now
    isFull = run.isFull
    outcome = run.end?.rawValue
    rounds = run.rounds
    (lackedHere, settledHere, refusedHere) = (run.lackedHere, run.settledHere, run.refusedHere.count)
    (lackedThere, settledThere, refusedThere) = (run.lackedThere, run.settledThere, run.refusedThere.count)
  }
}

extension ClusterTransaction {
  /// Asks for a comparison, in place of what was asked of the same peer and is not seen to.
  ///
  /// - Returns: the number of the request.
  package func request(syncWith peer: NodeID, isFull: Bool, at now: WallTime) throws -> Int64 {
    try execute("DELETE FROM sync_request WHERE cluster = ? AND peer = ?", [cluster, peer])
    try execute(
      "INSERT INTO sync_request (cluster, peer, is_full, requested_at) VALUES (?, ?, ?, ?)",
      [cluster, peer, isFull, now]
    )
    return db.lastInsertedRowID
  }

  package func syncRequests() throws -> [SyncRequest] {
    try rows("SELECT id, peer, is_full FROM sync_request WHERE cluster = ? ORDER BY id", [cluster]).map {
      SyncRequest(id: try $0.required("id"), peer: try $0.required("peer"), isFull: try $0.required("is_full"))
    }
  }

  /// Takes requests off that somebody sees to.
  package func removeSyncRequests(_ ids: [Int64]) throws {
    for id in ids { try execute("DELETE FROM sync_request WHERE id = ?", [id]) }
  }

  package func note(_ row: ReconciliationRow) throws {
    try execute(
      """
      INSERT INTO reconciliation (cluster, peer, request, began_at, updated_at, is_full, outcome, rounds, lacked_here,
        settled_here, refused_here, lacked_there, settled_there, refused_there)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET request = excluded.request, began_at = excluded.began_at,
        updated_at = excluded.updated_at, is_full = excluded.is_full, outcome = excluded.outcome,
        rounds = excluded.rounds, lacked_here = excluded.lacked_here, settled_here = excluded.settled_here,
        refused_here = excluded.refused_here, lacked_there = excluded.lacked_there,
        settled_there = excluded.settled_there, refused_there = excluded.refused_there
      """,
      [
        cluster, row.peer, row.request, row.beganAt, row.updatedAt, row.isFull, row.outcome, row.rounds, row.lackedHere,
        row.settledHere, row.refusedHere, row.lackedThere, row.settledThere, row.refusedThere,
      ]
    )
  }

  package func reconciliations() throws -> [NodeID: ReconciliationRow] {
    let found = try rows("SELECT * FROM reconciliation WHERE cluster = ?", [cluster]).map(ReconciliationRow.init)
    return Dictionary(uniqueKeysWithValues: found.map { ($0.peer, $0) })
  }
}

extension ReconciliationRow {
  fileprivate init(_ row: Row) throws {
    peer = try row.required("peer")
    request = Int64.fromDatabaseValue(row["request"])
    (beganAt, updatedAt) = (try row.required("began_at"), try row.required("updated_at"))
    isFull = try row.required("is_full")
    outcome = String.fromDatabaseValue(row["outcome"])
    rounds = try row.required("rounds")
    lackedHere = try row.required("lacked_here")
    settledHere = try row.required("settled_here")
    refusedHere = try row.required("refused_here")
    lackedThere = try row.required("lacked_there")
    settledThere = try row.required("settled_there")
    refusedThere = try row.required("refused_there")
  }
}

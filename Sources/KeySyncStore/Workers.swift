import GRDB
import KeySyncCore

/// What a worker last said of itself.
package struct WorkerRow: Sendable, Equatable {
  package let name: WorkerName
  package let processID: Int32
  package let startedAt: WallTime
  package let lastSeen: WallTime
  /// Unless it is seen again, it is not running from then on.
  package let staleAt: WallTime
  /// Whether its connections to the broker stood.
  package let isConnected: Bool

  package init(
    name: WorkerName,
    processID: Int32,
    startedAt: WallTime,
    lastSeen: WallTime,
    staleAt: WallTime,
    isConnected: Bool
  ) {
    self.name = name
    self.processID = processID
    self.startedAt = startedAt
    self.lastSeen = lastSeen
    self.staleAt = staleAt
    self.isConnected = isConnected
  }
}

extension ClusterTransaction {
  /// How long the row of a worker that died is kept for whoever wonders, in milliseconds: a day.
  private static let rowMemory: Int64 = 86_400_000

  /// Writes down what a worker says, and forgets those long gone.
  package func note(_ worker: WorkerRow) throws {
    try execute(
      "DELETE FROM worker WHERE cluster = ? AND stale_at < ?",
      [cluster, worker.lastSeen.advanced(byMilliseconds: -Self.rowMemory)]
    )
    try execute(
      """
      INSERT OR REPLACE INTO worker (cluster, name, process_id, started_at, last_seen, stale_at, is_connected)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        cluster, worker.name.text, worker.processID, worker.startedAt, worker.lastSeen, worker.staleAt,
        worker.isConnected,
      ]
    )
  }

  /// A worker has stopped cleanly; another process that took its name keeps its row.
  package func forgetWorker(_ name: WorkerName, processID: Int32) throws {
    try execute(
      "DELETE FROM worker WHERE cluster = ? AND name = ? AND process_id = ?",
      [cluster, name.text, processID]
    )
  }

  /// The workers, sorted by name; one that died is among them.
  package func workers() throws -> [WorkerRow] {
    try rows("SELECT * FROM worker WHERE cluster = ? ORDER BY name", [cluster]).map { row in
      guard let name = WorkerName(try row.required("name", as: String.self)) else {
        throw StoreError.damaged("name of a worker")
      }
      return WorkerRow(
        name: name,
        processID: try row.required("process_id"),
        startedAt: try row.required("started_at"),
        lastSeen: try row.required("last_seen"),
        staleAt: try row.required("stale_at"),
        isConnected: try row.required("is_connected")
      )
    }
  }
}

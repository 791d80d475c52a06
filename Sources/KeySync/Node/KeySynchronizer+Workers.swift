import Glibc
import KeySyncStore

/// A worker of this node, as it last said.
public struct WorkerState: Sendable, Equatable {
  /// What it is called.
  public let name: WorkerName
  /// Its process.
  public let processID: Int32
  /// Since when it works.
  public let startedAt: WallTime
  /// When it last said so.
  public let lastSeen: WallTime
  /// Whether it has said so lately; a worker that was killed counts as running for three statistics intervals more.
  public let isRunning: Bool
  /// Whether it runs and its connections to the broker stand.
  public let isConnected: Bool
  /// The lanes that it reads, ascending; none where it is a standby, or does not run.
  public let lanes: [Int]
}

extension KeySynchronizer {
  /// The workers that serve this cluster, sorted by name; those too that died without saying so.
  public func workers() throws -> [WorkerState] {
    let now = now()
    let lanes = try node.store.lanesByWorker(at: LeaseClock.system.now())
    return try node.store.read(handle) { try $0.workers() }.map { row in
      WorkerState(
        name: row.name,
        processID: row.processID,
        startedAt: row.startedAt,
        lastSeen: row.lastSeen,
        isRunning: now < row.staleAt,
        isConnected: now < row.staleAt && row.isConnected,
        lanes: now < row.staleAt ? lanes[row.name] ?? [] : []
      )
    }
  }

  /// Writes down that this process works for the cluster, to be repeated at an interval.
  func note(_ worker: WorkerName, startedAt: WallTime, isConnected: Bool, interval: Duration) throws {
    let now = now()
    let row = WorkerRow(
      name: worker,
      processID: getpid(),
      startedAt: startedAt,
      lastSeen: now,
      staleAt: now.advanced(byMilliseconds: 3 * interval.milliseconds),
      isConnected: isConnected
    )
    try node.store.write(handle) { try $0.note(row) }
  }

  /// Writes down that this process has stopped.
  func forget(_ worker: WorkerName) throws {
    try node.store.write(handle) { try $0.forgetWorker(worker, processID: getpid()) }
  }
}

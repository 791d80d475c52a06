import KeySyncStore
import Logging
import ServiceLifecycle

/// Gets a worker the right to its name. Where another process has it, the worker waits as a standby of that one: so it is right
/// after a restart, and where two were started by mistake neither disturbs the other.
struct WorkerNaming: Sendable {
  let store: Store
  let name: WorkerName
  let logger: Logger

  private static let look = Duration.milliseconds(200)

  /// Nil where the worker is to stop before it has its name.
  ///
  /// - Throws: what the store throws.
  func take() async throws -> WorkerNameLock? {
    try await cancelWhenGracefulShutdown {
      var isSaid = false
      while !Task.isCancelled {
        switch try store.takeName(name) {
        case .taken(let lock):
          // Whoever had the name before has ended: nobody need wait for its leases.
          try store.buryWorker(name)
          return lock
        case .refused(let processID):
          if !isSaid { say(processID) }
          isSaid = true
        }
        try? await Task.sleep(for: Self.look)
      }
      return nil
    }
  }

  private func say(_ processID: Int32?) {
    let process = processID.map { " (process \($0))" } ?? ""
    logger.warning(
      """
      standby: a worker named '\(name)' runs on this home already\(process); this one begins when that one has ended. To have \
      both work, give this one a name of its own: keysync worker --worker NAME
      """
    )
  }
}

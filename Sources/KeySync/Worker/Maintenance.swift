import KeySyncStore
import Logging
import ServiceLifecycle

/// Where this worker has the duties of the node: forgets what has expired, erases data whose time has come, and asks again for
/// records that others wait for. In any case: notices settings that are not those of other processes.
struct Maintenance: Service {
  let cluster: ClusterWork
  let holding: LaneHolding
  let logger: Logger

  private static let interval = Duration.seconds(10)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          if let duty = holding.duty {
            while try cluster.synchronizer.prune(under: duty), !Task.isCancelled {}
            cluster.send(try cluster.synchronizer.fetchesOfMissingParents())
          }
          try checkPolicy()
        } catch {
          logger.warning("maintenance put off", metadata: ["error": "\(StoreError.sentence(for: error))"])
        }
        try? await Task.sleep(for: Self.interval)
      }
    }
  }

  private func checkPolicy() throws {
    guard try cluster.synchronizer.isPolicyOutdated() else { return }
    logger.warning(
      "the policy in the settings is another one than this worker's; restart the worker, then it holds for all keys"
    )
  }
}

extension KeySynchronizer {
  /// No row of the queue is due later than this, in milliseconds, but for a clock that has stepped back.
  private static let longestOutboxPause = 2 * max(claimDuration, firstRetryPause << Int64(Limits.sendings - 1))

  /// Prunes a bounded number of rows.
  ///
  /// - Returns: whether more may be waiting.
  package func prune(under duty: LaneFence? = nil) throws -> Bool {
    let now = now()
    return try node.store.write(handle, under: duty) { transaction in
      try transaction.hurryOutbox(dueAfter: now.advanced(byMilliseconds: Self.longestOutboxPause), at: now)
      try transaction.forgetHeadChanges()
      let (messages, data) = (try transaction.forgetSeenMessages(at: now), try transaction.eraseData(at: now))
      return messages || data
    }
  }
}

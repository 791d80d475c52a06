import Logging
import ServiceLifecycle

/// Forgets what has expired, erases data whose time has come, and asks again for records that others wait for.
struct Maintenance: Service {
  let cluster: ClusterWork
  let logger: Logger

  private static let interval = Duration.seconds(30)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          while try cluster.synchronizer.prune(), !Task.isCancelled {}
          cluster.send(try cluster.synchronizer.fetchesOfMissingParents())
        } catch {
          logger.warning("maintenance put off", metadata: ["error": "\(error)"])
        }
        try? await Task.sleep(for: Self.interval)
      }
    }
  }
}

extension KeySynchronizer {
  /// Prunes a bounded number of rows.
  ///
  /// - Returns: whether more may be waiting.
  package func prune() throws -> Bool {
    let now = now()
    return try node.store.write(handle) { transaction in
      try transaction.hurryOutbox(dueAfter: now.advanced(byMilliseconds: 2 * Self.longestRetryPause), at: now)
      let (messages, data) = (try transaction.forgetSeenMessages(at: now), try transaction.eraseData(at: now))
      return messages || data
    }
  }
}

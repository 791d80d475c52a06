import Logging
import ServiceLifecycle

/// Says in the log what was refused: of each word and sender at most one line a minute, with their number.
struct RefusalReporting: Service {
  let cluster: ClusterWork
  let logger: Logger

  private static let poll = Duration.seconds(2)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var report = RefusalReport()
      while !Task.isCancelled {
        do {
          try report.log(cluster.synchronizer, to: logger, at: .now)
        } catch {
          logger.warning("refusals not looked at", metadata: ["error": "\(error)"])
        }
        try? await Task.sleep(for: Self.poll)
      }
    }
  }
}

import Logging
import ServiceLifecycle

/// Says in the log of the worker that has the duties of the node what was refused: of each word and sender at most one line a
/// minute, with their number.
struct RefusalReporting: Service {
  let cluster: ClusterWork
  let holding: LaneHolding
  let logger: Logger

  private static let poll = Duration.seconds(2)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var report = RefusalReport()
      while !Task.isCancelled {
        do {
          if holding.duty != nil {
            try report.log(cluster.synchronizer, to: logger, at: .now)
          } else {
            report = RefusalReport()
          }
        } catch {
          logger.warning("refusals not looked at", metadata: ["error": "\(error)"])
        }
        try? await Task.sleep(for: Self.poll)
      }
    }
  }
}

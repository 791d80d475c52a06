import KeySyncBroker
import Logging
import ServiceLifecycle

/// Announces the node, where this worker has its duties: after every connection, when it has become equal to others or trusts
/// otherwise, and again and again.
struct Announcing: Service {
  let cluster: ClusterWork
  let publishing: BrokerPublishing
  let holding: LaneHolding
  let logger: Logger

  private static let poll = Duration.milliseconds(200)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var (announcedConnection, next) = (0, ContinuousClock.now)
      while !Task.isCancelled {
        let connection = publishing.connections
        if holding.duty == nil {
          (announcedConnection, next) = (0, .now)
        } else if publishing.isConnected,
          connection != announcedConnection || .now >= next || cluster.synchronizer.reconciler.takeHaste()
        {
          await announce()
          let pause = cluster.synchronizer.announcementPause()
          (announcedConnection, next) = (connection, .now + .milliseconds(pause) * Double.random(in: 0.8...1.0))
        }
        try? await Task.sleep(for: Self.poll)
      }
    }
  }

  private func announce() async {
    do {
      try await publishing.publish(try cluster.synchronizer.announcement().publication)
    } catch {
      logger.warning("not announced", metadata: ["error": "\(error)"])
    }
  }
}

import KeySyncBroker
import Logging
import ServiceLifecycle

/// Announces the node: after every connection, and then again and again.
struct Announcing: Service {
  let cluster: ClusterWork
  let publishing: BrokerPublishing
  let logger: Logger

  /// The pause between announcements, give or take a fifth, so that nodes that started together do not all speak at once;
  /// at most 120 s (PROTOCOL section 8).
  private static let interval = Duration.seconds(30)
  private static let poll = Duration.milliseconds(200)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var (announcedConnection, next) = (0, ContinuousClock.now)
      while !Task.isCancelled {
        let connection = publishing.connections
        if publishing.isConnected, connection != announcedConnection || .now >= next {
          await announce()
          (announcedConnection, next) = (connection, .now + Self.interval * Double.random(in: 0.8...1.2))
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

import KeySyncBroker
import KeySyncStore
import Logging
import ServiceLifecycle

/// Ends the sessions on the broker that this node read through when it had another number of lanes (PROTOCOL section 9): the
/// broker would go on queueing for them.
struct SessionEnding: Service {
  let store: Store
  let holding: LaneHolding
  let reading: BrokerReading
  /// The connection that reads a lane of so many.
  let options: @Sendable (LaneSession) throws -> ConnectionOptions
  let logger: Logger

  private static let pause = Duration.seconds(1)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          try await endSessions()
        } catch {
          logger.warning("sessions of other lanes not ended", metadata: ["error": "\(error)"])
        }
        try? await Task.sleep(for: Self.pause)
      }
    }
  }

  /// The new sessions are there first, so that nothing falls between.
  private func endSessions() async throws {
    guard holding.duty != nil, reading.isSubscribed else { return }
    for session in try store.oldSessions(otherThan: holding.lanes.rawValue) {
      var options = try options(session)
      options.startsClean = true
      options.sessionExpirySeconds = 0
      do {
        try await SingleConnection.lend(options) { _ in }
      } catch let error as BrokerUnavailable { return logger.warning("\(error)") }
      try store.forget(session)
      logger.info("session of other lanes ended", metadata: ["lane": "\(session.lane)", "of": "\(session.lanes)"])
    }
  }
}

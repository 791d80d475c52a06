import KeySyncBroker
import KeySyncStore
import Logging
import ServiceLifecycle

/// Publishes the queued changes of one cluster, whoever queued them: this process or another one on the same home.
struct OutboxPublishing: Service {
  let cluster: ClusterWork
  let publishing: BrokerPublishing
  let logger: Logger

  /// How long a change may lie in the queue before it is noticed.
  private static let pollInterval = Duration.milliseconds(100)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          while try await publishDue() {}
        } catch {
          logger.warning("outbound queue not served", metadata: ["error": "\(StoreError.sentence(for: error))"])
        }
        try? await Task.sleep(for: Self.pollInterval)
      }
    }
  }

  /// Publishes what is due now.
  ///
  /// - Returns: whether there may be more.
  private func publishDue() async throws -> Bool {
    let synchronizer = cluster.synchronizer
    guard publishing.isConnected, !Task.isCancelled,
      let due = try synchronizer.nextDue(), due <= synchronizer.now()
    else { return false }
    let messages = try synchronizer.nextMessages()
    guard !messages.isEmpty else { return false }
    let errors = await publishing.publish(messages.map(\.publication))
    let outcomes = zip(messages, errors)
    if case (let message, let error?)? = outcomes.first(where: { $0.1 != nil }) {
      logger.warning(
        "message not taken by the broker, it will be sent again",
        metadata: ["topic": "\(message.publication.topic)", "error": "\(error)"]
      )
    }
    try synchronizer.note(
      sent: outcomes.filter { $0.1 == nil }.map(\.0),
      unsent: outcomes.filter { $0.1 != nil }.map(\.0),
      closed: Set(outcomes.filter { $0.1 == .refused(.notAuthorized) }.map(\.0.topic))
    )
    return errors.allSatisfy { $0 == nil }
  }
}

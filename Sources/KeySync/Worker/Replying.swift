import KeySyncBroker
import Logging
import ServiceLifecycle

/// Sends receipts, fetches and the records that others fetch. What cannot be sent is given up: it will be asked for again.
struct Replying: Service {
  let cluster: ClusterWork
  let publishing: BrokerPublishing
  let logger: Logger

  func run() async throws {
    for await reply in cluster.replies.cancelOnGracefulShutdown() { await send(reply) }
  }

  private func send(_ reply: Reply) async {
    do {
      for message in try cluster.synchronizer.messages(for: reply) { try await publishing.publish(message.publication) }
    } catch {
      logger.warning("reply not sent", metadata: ["error": "\(error)"])
    }
  }
}

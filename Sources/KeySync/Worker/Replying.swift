import KeySyncBroker
import Logging
import ServiceLifecycle

/// Sends receipts, fetches and the records that others fetch, those of a moment together. What cannot be sent is given up: it
/// will be asked for again.
struct Replying: Service {
  let cluster: ClusterWork
  let publishing: BrokerPublishing
  let logger: Logger

  /// How long a receipt waits for others to travel with it: long enough for some batches, too short for a fetch to be felt.
  private static let pause = Duration.milliseconds(20)

  func run() async throws {
    for await _ in cluster.replies.arrivals.cancelOnGracefulShutdown() {
      try? await Task.sleep(for: Self.pause)
      await sendWaiting()
    }
    await sendWaiting()
  }

  private func sendWaiting() async {
    for reply in Reply.together(cluster.replies.take()) { await send(reply) }
  }

  private func send(_ reply: Reply) async {
    do {
      for message in try cluster.synchronizer.messages(for: reply) { try await publishing.publish(message.publication) }
    } catch {
      logger.warning("reply not sent", metadata: ["error": "\(error)"])
    }
  }
}

import KeySyncBroker
import KeySyncStore
import Logging
import ServiceLifecycle
import Synchronization

/// Reads one lane: hands each batch to the clusters it belongs to and lets it be acknowledged once it is committed.
struct BrokerReading: Service {
  private let reader: BrokerReader
  private let answers: SubscriptionAnswers

  init(_ options: ConnectionOptions, clusters: [ClusterWork], logger: Logger) {
    var logger = logger
    logger[metadataKey: "connection"] = "reader"
    let sorting = BatchSorting(clusters: clusters, logger: logger)
    let subscriptions = clusters.flatMap { $0.synchronizer.subscriptions }.map { Subscription($0) }
    let answers = SubscriptionAnswers(awaiting: subscriptions.count)
    let trouble = BrokerTrouble(options)
    self.answers = answers
    reader = BrokerReader(
      options,
      subscriptions: subscriptions,
      observe: { [logger] event in
        answers.note(event)
        if case .connected = event { for cluster in clusters { cluster.synchronizer.noteConnection() } }
        logger.log(event, trouble)
      },
      handle: sorting.handle
    )
  }

  var isConnected: Bool { reader.isConnected }
  /// Whether the broker has answered all subscriptions on this connection.
  var isSubscribed: Bool { reader.isConnected && answers.areComplete }
  var connections: Int { reader.connections }

  func run() async throws {
    reader.start()
    try? await gracefulShutdown()
    reader.stop()
    await reader.waitUntilStopped()
  }
}

/// Counts the answers to the subscriptions of one connection.
private final class SubscriptionAnswers: Sendable {
  private let expected: Int
  private let received = Atomic(0)

  init(awaiting expected: Int) { self.expected = expected }

  var areComplete: Bool { received.load(ordering: .relaxed) == expected }

  func note(_ event: BrokerEvent) {
    switch event {
    case .connecting: received.store(0, ordering: .relaxed)
    case .subscribed, .subscriptionRefused: received.add(1, ordering: .relaxed)
    default: break
    }
  }
}

/// Gives every delivery of a batch to its cluster.
private struct BatchSorting: Sendable {
  let clusters: [ClusterWork]
  let logger: Logger

  /// Called on the reader's thread, which waits for the commit.
  func handle(_ batch: [Delivery]) -> BatchVerdict {
    for cluster in clusters {
      let own = batch.filter { cluster.synchronizer.topics.contains($0.topic) }
      guard !own.isEmpty else { continue }
      cluster.roads.note(own)
      guard receive(own, cluster) else { return .redeliver }
    }
    return .acknowledge
  }

  /// What fails for a reason that may pass must come again. Else the messages are taken one by one, so that the one that fails
  /// alone does not hold up the others for ever.
  private func receive(_ batch: [Delivery], _ cluster: ClusterWork) -> Bool {
    do {
      cluster.send(try cluster.synchronizer.receive(batch))
      return true
    } catch  where StoreError.isTransient(error) {
      logger.warning("batch not committed, the broker will send it again", metadata: ["error": "\(error)"])
      return false
    } catch  where batch.count > 1 {
      logger.error("batch not committed, trying its messages one by one", metadata: ["error": "\(error)"])
      return batch.allSatisfy { receive([$0], cluster) }
    } catch {
      logger.error("message set aside: the store failed on it", metadata: ["error": "\(error)"])
      cluster.count(.failed)
      return true
    }
  }
}

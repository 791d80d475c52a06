import KeySyncBroker
import KeySyncStore
import Logging
import ServiceLifecycle

/// Reads one lane: hands each batch to the clusters it belongs to and lets it be acknowledged once it is committed.
struct BrokerReading: Service {
  private let reader: BrokerReader

  init(_ options: ConnectionOptions, clusters: [ClusterWork], logger: Logger) {
    var logger = logger
    logger[metadataKey: "connection"] = "reader"
    let sorting = BatchSorting(clusters: clusters, logger: logger)
    reader = BrokerReader(
      options,
      subscriptions: clusters.flatMap { $0.synchronizer.subscriptions }.map { Subscription($0) },
      observe: { [logger] in logger.log($0) },
      handle: sorting.handle
    )
  }

  var isConnected: Bool { reader.isConnected }
  var connections: Int { reader.connections }

  func run() async throws {
    reader.start()
    try? await gracefulShutdown()
    reader.stop()
    await reader.waitUntilStopped()
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

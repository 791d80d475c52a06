import Foundation
import KeySyncBroker
import KeySyncStore
import Logging
import ServiceLifecycle

/// Publishes the figures of one cluster, retained, for whoever watches (PROTOCOL section 9), and writes into the store that
/// this worker is there.
struct StatisticsPublishing: Service {
  let cluster: ClusterWork
  let worker: WorkerName
  let publishing: BrokerPublishing
  let reading: BrokerReading
  let interval: Duration
  let logger: Logger
  private let start = ContinuousClock.now
  private static let poll = Duration.milliseconds(200)

  init(
    cluster: ClusterWork,
    worker: WorkerName,
    publishing: BrokerPublishing,
    reading: BrokerReading,
    interval: Duration,
    logger: Logger
  ) {
    self.cluster = cluster
    self.worker = worker
    self.publishing = publishing
    self.reading = reading
    self.interval = interval
    self.logger = logger
  }

  func run() async throws {
    let startedAt = cluster.synchronizer.now()
    await cancelWhenGracefulShutdown {
      var (isKnownConnected, next): (Bool?, _) = (nil, ContinuousClock.now)
      while !Task.isCancelled {
        let isConnected = isConnected
        if isConnected != isKnownConnected || .now >= next {
          await tell(isConnected, startedAt)
          (isKnownConnected, next) = (isConnected, .now + interval)
        }
        try? await Task.sleep(for: Self.poll)
      }
    }
    countAcknowledged()
    try? cluster.synchronizer.forget(worker)
  }

  private var isConnected: Bool { reading.isConnected && publishing.isConnected }

  /// Acknowledgements are written down with the snapshots: one that is killed forgets those of an interval.
  private func countAcknowledged() {
    let count = publishing.takeAcknowledged()
    if !cluster.count(.acknowledged, by: count) { publishing.putBack(acknowledged: count) }
  }

  /// Figures are published also when the store takes nothing: that is when somebody wants to know.
  private func tell(_ isConnected: Bool, _ startedAt: WallTime) async {
    countAcknowledged()
    do {
      try cluster.synchronizer.note(worker, startedAt: startedAt, isConnected: isConnected, interval: interval)
    } catch {
      logger.warning("worker not noted", metadata: ["error": "\(StoreError.sentence(for: error))"])
    }
    do {
      if publishing.isConnected { try await publish() }
    } catch {
      logger.warning("statistics not published", metadata: ["error": "\(StoreError.sentence(for: error))"])
    }
  }

  private func publish() async throws {
    let topic = cluster.synchronizer.topics.stats(cluster.synchronizer.node.nodeID, worker)
    try await publishing.publish(
      Publication(
        topic: topic,
        payload: Array(try snapshot().json),
        qos: .atMostOnce,
        isRetained: true,
        contentType: "application/json"
      )
    )
  }

  private func snapshot() throws -> SyncStatistics {
    var statistics = try cluster.synchronizer.statistics()
    statistics.worker = worker.text
    statistics.intervalSeconds = Int(interval / .seconds(1))
    statistics.uptimeSeconds = Int((ContinuousClock.now - start) / .seconds(1))
    statistics.brokerConnected = isConnected
    statistics.brokerReconnects = max(0, reading.connections - 1) + max(0, publishing.connections - 1)
    cluster.synchronizer.latencies.fill(&statistics)
    cluster.health.fill(&statistics)
    statistics.lanes = reading.lanes
    statistics.closedRoads = cluster.roads.closed?.map(\.description)
    return statistics
  }
}

extension SyncStatistics {
  /// One JSON object, keys sorted.
  public var json: Data {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return try encoder.encode(self)
    }
  }
}

import KeySyncBroker
import KeySyncStore

/// Takes a worker that will not run again off the broker and out of the store: its last snapshot and its `offline` would
/// otherwise stay there for ever.
public struct WorkerRetirement: Sendable {
  /// The worker.
  public let worker: WorkerName
  private let clusters: [KeySynchronizer]
  private let settings: Settings

  /// A worker of one node.
  ///
  /// - Parameters:
  ///   - clusters: those of the node that it served.
  ///   - settings: where the broker is.
  public init(_ worker: WorkerName, in clusters: [KeySynchronizer], settings: Settings) {
    self.worker = worker
    self.clusters = clusters
    self.settings = settings
  }

  /// The topics that are cleared, two for each cluster.
  public var topics: [String] { clusters.flatMap(topics(in:)) }

  /// Whether the store knows the worker: one that stopped cleanly has taken its row away itself.
  public func isKnown() throws -> Bool {
    try clusters.contains { try $0.workers().contains { $0.name == worker } }
  }

  /// Makes sure that the worker does not run.
  ///
  /// - Throws: `WorkerRunning`.
  public func check() throws {
    for cluster in clusters {
      if let state = try cluster.workers().first(where: { $0.name == worker && $0.isRunning }) {
        throw WorkerRunning(worker: worker, processID: state.processID)
      }
    }
  }

  /// Publishes empty retained payloads, which take away what the broker keeps, and removes the worker's rows. It connects as the
  /// worker did: should the broker still have a connection of the dead worker, that one ends here, and its will is not said later.
  ///
  /// - Throws: `WorkerRunning`, `BrokerUnavailable`, `SettingsError`, and what the store throws. Then it can be done again.
  public func run() async throws {
    try check()
    var settings = settings
    settings.worker = worker
    for cluster in clusters {
      let options = try settings.publisherOptions(of: cluster.node.nodeID, in: cluster.cluster)
      let trouble = BrokerTrouble(options)
      try await SingleConnection.lend(options) { publisher in
        for topic in topics(in: cluster) { try await Self.clear(topic, publisher, trouble) }
      }
      try cluster.removeRow(of: worker)
    }
  }

  private func topics(in cluster: KeySynchronizer) -> [String] {
    [cluster.topics.stats(cluster.node.nodeID, worker), cluster.topics.status(cluster.node.nodeID, worker)]
  }

  private static func clear(_ topic: String, _ publisher: BrokerPublisher, _ trouble: BrokerTrouble) async throws {
    do throws(PublishError) {
      _ = try await publisher.publish(Publication(topic: topic, payload: [], isRetained: true))
    } catch {
      let sentence =
        switch error {
        case .refused: trouble.sentence(forClosed: [ClosedRoad(direction: .write, topic: topic)])
        default: "\(topic) was not cleared: \(error)"
        }
      throw BrokerUnavailable(description: sentence)
    }
  }
}

extension KeySynchronizer {
  /// Removes what a worker last said of itself, unless it has come back to life meanwhile.
  fileprivate func removeRow(of worker: WorkerName) throws {
    let now = now()
    try node.store.write(handle) { transaction in
      for row in try transaction.workers() where row.name == worker {
        guard now >= row.staleAt else { throw WorkerRunning(worker: worker, processID: row.processID) }
        try transaction.forgetWorker(worker, processID: row.processID)
      }
    }
  }
}

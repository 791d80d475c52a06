import KeySyncBroker
import KeySyncStore
import Logging
import ServiceLifecycle

/// A worker of a node: reads its share of the node's lanes, takes what comes down the line of checks into the store, and
/// publishes queued changes, receipts and statistics. The workers of a node share its home, and each has a name of its own.
public struct Worker: Service {
  private let services: [any Service]
  private let naming: WorkerNaming

  /// Sets a worker up; nothing is connected yet.
  ///
  /// - Throws: `SettingsError` when the password file cannot be read, and what the store throws when a cluster cannot be
  ///   entered.
  public init(node: Node, settings: Settings, logger: Logger) throws {
    try self.init(node: node, settings: settings, logger: logger, clock: .system)
  }

  init(node: Node, settings: Settings, logger: Logger, clock: LeaseClock) throws {
    let logger = logger.sparing
    let clusters = try settings.clusters.keys.sorted().map { name in
      ClusterWork(
        try KeySynchronizer(node: node, cluster: name, options: settings.options(for: name)),
        logger: logger
      )
    }
    for cluster in clusters { cluster.synchronizer.reconciler.pause() }
    let holding = LaneHolding(settings.lanes, clock: clock)
    let reading = try BrokerReading(
      holding,
      options: { try settings.readerOptions(of: node.nodeID, lane: $0) },
      clusters: clusters,
      logger: logger
    )
    var publishing: [BrokerPublishing] = []
    var working: [any Service] = []
    for cluster in clusters {
      let parts = try Self.parts(of: cluster, node, settings, holding, reading, logger)
      publishing.append(parts.publisher)
      working += parts.working
    }
    let lanes: [any Service] = [
      SessionEnding(
        store: node.store,
        holding: holding,
        reading: reading,
        options: { try settings.readerOptions(of: node.nodeID, lane: $0.lane, of: $0.lanes) },
        logger: logger
      ),
      LaneKeeping(
        store: node.store,
        worker: LaneWorker(name: settings.worker, lanes: settings.lanes, lifetime: LeasePauses.lifetime),
        holding: holding,
        reading: reading,
        clusters: clusters,
        clock: clock,
        logger: logger
      ),
    ]
    services = publishing + working + lanes + [reading]
    naming = WorkerNaming(store: node.store, name: settings.worker, logger: logger)
  }

  /// Waits for its name where another process has it, then works until graceful shutdown. Services stop in the reverse of their
  /// order: the reader finishes its batch first, then the lanes are given up, and the publishers say `offline` last.
  ///
  /// - Throws: what a service throws.
  public func run() async throws {
    guard let name = try await naming.take() else { return }
    // What the group itself would log describes every service in full; a service that fails is thrown.
    let silence = Logger(label: "group") { _ in SwiftLogNoOpLogHandler() }
    try await ServiceGroup(services: services, logger: silence).run()
    withExtendedLifetime(name) {}
  }

  /// What serves one cluster.
  private static func parts(
    of cluster: ClusterWork,
    _ node: Node,
    _ settings: Settings,
    _ holding: LaneHolding,
    _ reading: BrokerReading,
    _ logger: Logger
  ) throws -> (publisher: BrokerPublishing, working: [any Service]) {
    let synchronizer = cluster.synchronizer
    var logger = logger
    logger[metadataKey: "cluster"] = "\(synchronizer.cluster)"
    logger.logPolicyEffects(of: synchronizer)
    let publisher = BrokerPublishing(
      try settings.publisherOptions(of: node.nodeID, in: synchronizer.cluster),
      statusTopic: synchronizer.topics.status(node.nodeID, settings.worker),
      logger: logger
    )
    let working: [any Service] = [
      Replying(cluster: cluster, publishing: publisher, logger: logger),
      OutboxPublishing(cluster: cluster, publishing: publisher, logger: logger),
      Announcing(cluster: cluster, publishing: publisher, holding: holding, logger: logger),
      RoadProbing(cluster: cluster, publishing: publisher, reading: reading, logger: logger),
      Reconciling(cluster: cluster, publishing: publisher, holding: holding, logger: logger),
      Maintenance(cluster: cluster, holding: holding, logger: logger),
      DataFetching(cluster: cluster, holding: holding, logger: logger),
      RefusalReporting(cluster: cluster, holding: holding, logger: logger),
      StatisticsPublishing(
        cluster: cluster,
        worker: settings.worker,
        publishing: publisher,
        reading: reading,
        interval: settings.statisticsInterval,
        logger: logger
      ),
    ]
    return (publisher, working)
  }
}

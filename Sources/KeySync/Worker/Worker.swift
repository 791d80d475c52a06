import KeySyncBroker
import Logging
import ServiceLifecycle

/// A worker of a node: reads the topics of its clusters, takes what comes down the line of checks into the store, and
/// publishes queued changes, receipts and statistics.
public struct Worker: Service {
  private let services: [any Service]

  /// Sets a worker up; nothing is connected yet.
  ///
  /// - Throws: `SettingsError` when the password file cannot be read, and what the store throws when a cluster cannot be
  ///   entered.
  public init(node: Node, settings: Settings, logger: Logger) throws {
    let logger = logger.sparing
    let clusters = try settings.clusters.keys.sorted().map { name in
      ClusterWork(
        try KeySynchronizer(node: node, cluster: name, options: settings.options(for: name)),
        logger: logger
      )
    }
    let reading = BrokerReading(try settings.readerOptions(of: node.nodeID), clusters: clusters, logger: logger)
    var publishing: [BrokerPublishing] = []
    var working: [any Service] = []
    for cluster in clusters {
      let synchronizer = cluster.synchronizer
      var logger = logger
      logger[metadataKey: "cluster"] = "\(synchronizer.cluster)"
      logger.logPolicyEffects(of: synchronizer)
      let publisher = BrokerPublishing(
        try settings.publisherOptions(of: node.nodeID, in: synchronizer.cluster),
        statusTopic: synchronizer.topics.status(node.nodeID, settings.worker),
        logger: logger
      )
      publishing.append(publisher)
      working += [
        Replying(cluster: cluster, publishing: publisher, logger: logger),
        OutboxPublishing(cluster: cluster, publishing: publisher, logger: logger),
        Announcing(cluster: cluster, publishing: publisher, logger: logger),
        RoadProbing(cluster: cluster, publishing: publisher, reading: reading, logger: logger),
        Reconciling(cluster: cluster, publishing: publisher, logger: logger),
        Maintenance(cluster: cluster, logger: logger),
        DataFetching(cluster: cluster, logger: logger),
        RefusalReporting(cluster: cluster, logger: logger),
        StatisticsPublishing(
          cluster: cluster,
          worker: settings.worker,
          publishing: publisher,
          reading: reading,
          interval: settings.statisticsInterval,
          logger: logger
        ),
      ]
    }
    services = publishing + working + [reading]
  }

  /// Works until graceful shutdown. Services stop in the reverse of their order: the reader finishes its batch first, and the
  /// publishers say `offline` last.
  ///
  /// - Throws: what a service throws.
  public func run() async throws {
    // What the group itself would log describes every service in full; a service that fails is thrown.
    let silence = Logger(label: "group") { _ in SwiftLogNoOpLogHandler() }
    try await ServiceGroup(services: services, logger: silence).run()
  }
}

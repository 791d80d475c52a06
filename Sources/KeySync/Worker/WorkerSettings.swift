import KeySyncBroker

/// What a worker has to know.
public struct WorkerSettings: Sendable {
  /// The worker's name, one of its own among the workers of a node.
  public var name: WorkerName
  /// Seconds between statistics snapshots.
  public var statisticsInterval: Int
  /// The clusters to serve.
  public var clusters: [(name: ClusterName, options: ClusterOptions)]
  let endpoint: BrokerEndpoint
  let access: BrokerAccess

  /// How long the broker keeps a lane's session while nobody holds it, in seconds (PROTOCOL section 9).
  private static let sessionExpirySeconds: UInt32 = 600

  package init(
    name: WorkerName,
    statisticsInterval: Int = 10,
    clusters: [(name: ClusterName, options: ClusterOptions)],
    endpoint: BrokerEndpoint,
    access: BrokerAccess = BrokerAccess()
  ) {
    self.name = name
    self.statisticsInterval = statisticsInterval
    self.clusters = clusters
    self.endpoint = endpoint
    self.access = access
  }

  /// The session belongs to the lane, whoever holds it.
  func readerOptions(of node: NodeID, lane: Int = 0, of lanes: Int = 1) -> ConnectionOptions {
    ConnectionOptions(
      endpoint: endpoint,
      access: access,
      clientID: "ks-\(node)-\(lanes)-\(lane)",
      sessionExpirySeconds: Self.sessionExpirySeconds
    )
  }

  func publisherOptions(of node: NodeID, in cluster: ClusterName) -> ConnectionOptions {
    ConnectionOptions(
      endpoint: endpoint,
      access: access,
      clientID: "ks-\(node)-w-\(cluster)-\(name)",
      startsClean: true,
      sessionExpirySeconds: 0
    )
  }
}

import KeySyncTestSupport
import Logging
import ServiceLifecycle
import Testing

@testable import KeySync

/// Two nodes that trust each other in the cluster `prod`, and their workers.
struct TestWorkers {
  let directory: TemporaryDirectory
  let cluster: ClusterName
  let nodes: [Node]
  let synchronizers: [KeySynchronizer]

  init() throws {
    let (directory, cluster) = (try TemporaryDirectory(), try #require(ClusterName("prod")))
    let nodes = try ["east", "west"].map { name in
      let home = Home(path: directory.file(name))
      try home.create(settings: "")
      return try Node(home: home)
    }
    synchronizers = try nodes.map { try KeySynchronizer(node: $0, cluster: cluster) }
    try synchronizers[0].addPeer(nodes[1].nodeID, name: "west")
    try synchronizers[1].addPeer(nodes[0].nodeID, name: "east")
    (self.directory, self.cluster, self.nodes) = (directory, cluster, nodes)
  }

  /// The settings of a node for a broker that asks for nothing.
  func settings(_ broker: MosquittoBroker) throws -> Settings {
    var settings = Settings(broker: try BrokerSettings(url: broker.url), clusters: [cluster: ClusterSettings()])
    settings.statisticsInterval = .seconds(1)
    return settings
  }

  /// Lends running workers, one for each node given, and stops them.
  func run<Result>(
    _ nodes: [Node],
    logger: Logger,
    settings: (Node) throws -> Settings,
    _ body: () async throws -> Result
  ) async throws -> Result {
    let workers = try nodes.map { try Worker(node: $0, settings: try settings($0), logger: logger) }
    let group = ServiceGroup(services: workers, logger: Logger(label: "group") { _ in SwiftLogNoOpLogHandler() })
    async let running: Void = group.run()
    do {
      let result = try await body()
      await group.triggerGracefulShutdown()
      try await running
      return result
    } catch {
      await group.triggerGracefulShutdown()
      try await running
      throw error
    }
  }
}

import Foundation
import KeySyncBroker
import KeySyncTestSupport
import Logging
import ServiceLifecycle
import Testing

@testable import KeySync

@Suite struct WorkerTests {
  @Test func `a key put on one node arrives on the other, both ways, and is deleted on both`() async throws {
    try await withTwoWorkers { east, west in
      let key = try #require(KeyID("tls/edge/2026"))
      try east.put(key, algorithm: .opaque, data: [1, 2, 3])
      try await eventually("the key is on west") { (try? west.data(of: key)) == [1, 2, 3] }
      try west.put(key, algorithm: .opaque, data: [4, 5])
      try await eventually("the update is on east") { (try? east.data(of: key)) == [4, 5] }
      try await eventually("both have it") { try west.key(key)?.status == .synchronized }
      try east.delete(key)
      try await eventually("it is gone on west") { try west.keys().isEmpty }
      let (a, b) = (try east.key(key), try west.key(key))
      #expect(a?.heads == b?.heads)
    }
  }

  private func withTwoWorkers(_ body: (KeySynchronizer, KeySynchronizer) async throws -> Void) async throws {
    let directory = try TemporaryDirectory()
    let broker = try MosquittoBroker()
    let nodes = try ["east", "west"].map { name in
      let home = Home(path: "\(directory.path)/\(name)")
      try home.create(settings: "")
      return try Node(home: home)
    }
    let cluster = try #require(ClusterName("prod"))
    let synchronizers = try nodes.map { try KeySynchronizer(node: $0, cluster: cluster) }
    try synchronizers[0].addPeer(nodes[1].nodeID, name: "west")
    try synchronizers[1].addPeer(nodes[0].nodeID, name: "east")
    var logger = Logger(label: "test")
    logger.logLevel = .info
    let workers = try nodes.map { node in
      try Worker(
        node: node,
        settings: Settings(broker: try BrokerSettings(url: broker.url), clusters: [cluster: ClusterSettings()]),
        logger: logger
      )
    }
    let group = ServiceGroup(services: workers, logger: logger)
    async let running: Void = group.run()
    do { try await body(synchronizers[0], synchronizers[1]) } catch {
      await group.triggerGracefulShutdown()
      try await running
      throw error
    }
    await group.triggerGracefulShutdown()
    try await running
  }
}

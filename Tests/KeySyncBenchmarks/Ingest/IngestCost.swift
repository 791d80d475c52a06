import KeySync
import KeySyncBroker
import KeySyncTestSupport

/// What it costs a node's workers to take in changes that wait at the broker.
struct IngestCost {
  /// Of all workers, for all changes.
  let processor: Duration
  let clock: Duration
  /// Of the largest worker.
  let peakResidentBytes: Int
  let changes: Int

  init(_ form: MessageForm, changes: Int, workers count: Int = 1) async throws {
    let broker = try MosquittoBroker()
    let node = try BenchmarkNode(broker: broker)
    let sender = BenchmarkSender(BenchmarkNode.cluster)
    try node.synchronizer.addPeer(sender.identity.nodeID, name: "sender")
    let workers = try await node.startWorkers(count)
    for worker in workers { worker.freeze() }
    try await broker.publish(try sender.messages(form, changes: changes, to: node.nodeID))
    let before = workers.map(\.processorTime)
    let start = ContinuousClock.now
    for worker in workers { worker.thaw() }
    try await eventually("all changes are applied", timeout: .seconds(600)) {
      try node.count("change.applied") == changes
    }
    clock = ContinuousClock.now - start
    // The last receipts.
    try await Task.sleep(for: .milliseconds(200))
    processor = zip(workers, before).reduce(.zero) { $0 + $1.0.processorTime - $1.1 }
    peakResidentBytes = workers.map(\.peakResidentBytes).max() ?? 0
    self.changes = changes
  }
}

extension MosquittoBroker {
  /// Publishes messages over one connection, and returns when it has taken them all.
  func publish(_ publications: [Publication]) async throws {
    let publisher = BrokerPublisher(
      ConnectionOptions(endpoint: try BrokerEndpoint(url: url), clientID: "benchmark", startsClean: true)
    )
    publisher.start()
    try await eventually("the broker is there") { publisher.isConnected }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (number, publication) in publications.enumerated() {
        // As many as the broker takes at once.
        if number >= 512 { try await group.next() }
        group.addTask { _ = try await publisher.publish(publication) }
      }
      try await group.waitForAll()
    }
    publisher.stop()
    await publisher.waitUntilStopped()
  }
}

import KeySyncBroker
import KeySyncTestSupport
import Testing

@testable import KeySync

@Suite struct `A retired worker` {
  @Test func `leaves nothing on the broker and in the store, however it ended`() async throws {
    let (test, heard) = (try TestWorkers(), Recorder<WatchEvent>())
    let node = test.nodes[0]
    let worker = WatchedWorker(node: node.nodeID, worker: Settings.defaultWorker)
    try await withBroker { broker in
      let settings = try test.settings(broker)
      try await test.run([node], logger: RecordingLog().logger, settings: { _ in settings }) {
        try await eventually("it is there") { try test.synchronizers[0].workers().contains(where: \.isConnected) }
        let retirement = WorkerRetirement(worker.worker, in: [test.synchronizers[0]], settings: settings)
        await #expect(throws: WorkerRunning.self) { try await retirement.run() }
      }
      // As if it had been killed long ago.
      try test.synchronizers[0].note(worker.worker, startedAt: .now, isConnected: true, interval: .seconds(-1))
      let retirement = WorkerRetirement(worker.worker, in: [test.synchronizers[0]], settings: settings)
      #expect(try retirement.isKnown())
      let watch = try ClusterWatch(test.cluster, settings: settings, node: node.nodeID)
      watch.start()
      try await eventually("the broker keeps both") {
        heard.record(contentsOf: watch.takeEvents())
        return heard.items.contains(.status(worker, isOnline: false)) && heard.items.contains(where: \.isSnapshot)
      }
      try await retirement.run()
      try await eventually("both are cleared") {
        heard.record(contentsOf: watch.takeEvents())
        return heard.items.count { $0 == .cleared(worker) } == 2
      }
      await watch.stop()
      #expect(try !retirement.isKnown())
      let later = try ClusterWatch(test.cluster, settings: settings, node: node.nodeID)
      later.start()
      // The broker sends what it keeps with its answer to the subscription, and then what is published later.
      let other = try Self.other(node)
      var events: [WatchEvent] = []
      try await eventually("subscribed") {
        events += later.takeEvents()
        return events.contains(.subscribed)
      }
      try await Self.publish("keysync/v1/prod/status/\(node.nodeID)/other", broker)
      try await eventually("something later") {
        events += later.takeEvents()
        return events.count > 2
      }
      #expect(events == [.connected, .subscribed, .status(other, isOnline: true)])
      await later.stop()
    }
  }

  @Test func `stays where the broker is away`() async throws {
    let test = try TestWorkers()
    let broker = try BrokerSettings(url: "mqtt://127.0.0.1:1")
    let settings = Settings(broker: broker, clusters: [test.cluster: ClusterSettings()])
    try test.synchronizers[0].note(Settings.defaultWorker, startedAt: .now, isConnected: true, interval: .seconds(-1))
    let retirement = WorkerRetirement(Settings.defaultWorker, in: [test.synchronizers[0]], settings: settings)
    await #expect(throws: BrokerUnavailable.self) { try await retirement.run() }
    #expect(try retirement.isKnown())
  }

  private static func other(_ node: Node) throws -> WatchedWorker {
    WatchedWorker(node: node.nodeID, worker: try #require(WorkerName("other")))
  }

  private static func publish(_ topic: String, _ broker: MosquittoBroker) async throws {
    let options = ConnectionOptions(endpoint: try BrokerEndpoint(url: broker.url), clientID: "somebody")
    try await SingleConnection.lend(options) {
      _ = try await $0.publish(Publication(topic: topic, payload: Array("online".utf8)))
    }
  }
}

extension WatchEvent {
  fileprivate var isSnapshot: Bool { if case .snapshot = self { true } else { false } }
}

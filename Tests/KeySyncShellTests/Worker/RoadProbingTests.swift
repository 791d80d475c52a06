import Foundation
import KeySyncBroker
import KeySyncTestSupport
import Testing

@testable import KeySync

@Suite struct `The roads of a worker` {
  @Test func `are proven open, by probes that leave what is retained in its place`() async throws {
    let (test, log) = (try TestWorkers(), RecordingLog())
    let topic = "keysync/v1/prod/sync/\(test.nodes[0].nodeID)/0"
    try await withBroker { broker in
      try await broker.withPublisher { publisher in
        _ = try await publisher.publish(Publication(topic: topic, payload: [1], isRetained: true))
      }
      try await test.run([test.nodes[0]], logger: log.logger, settings: { _ in try test.settings(broker) }) {
        let closed = try await closedRoads(test, broker)
        #expect(closed == [])
      }
      let retained = Recorder<Delivery>()
      let keep: @Sendable ([Delivery]) -> BatchVerdict = {
        retained.record(contentsOf: $0)
        return .acknowledge
      }
      try await broker.withReader(topic, handle: keep) { _, _ in
        try await eventually("what was retained") { retained.items.first?.payload == [1] }
      }
    }
    #expect(log.warnings == [])
  }

  @Test func `that may not be written are named`() async throws {
    try await expectClosed { test in
      let topic = "keysync/v1/prod/sync/\(test.nodes[0].nodeID)/+"
      return ("topic read keysync/v1/+/sync/#\n\(Self.open(but: "sync"))", "write \(topic)")
    }
  }

  @Test func `that may not be read are named`() async throws {
    try await expectClosed { test in
      let node = test.nodes[0].nodeID
      return (
        "topic write keysync/v1/+/inbox/#\n\(Self.open(but: "inbox"))", "read keysync/v1/prod/inbox/\(node)/\(node)"
      )
    }
  }

  private static func open(but closed: String) -> String {
    ["sync", "inbox", "announce", "stats", "status"].filter { $0 != closed }
      .map { "topic readwrite keysync/v1/+/\($0)/#" }.joined(separator: "\n")
  }

  /// By an access list one road is closed: statistics and log say which.
  private func expectClosed(_ make: (TestWorkers) -> (list: String, road: String)) async throws {
    let (test, log) = (try TestWorkers(), RecordingLog())
    let (list, road) = make(test)
    // Whoever looks at the statistics comes by a name.
    let access = "user watcher\ntopic read #"
    try await withBroker(configuration: "acl_file acl", files: ["acl": "\(list)\n\(access)\n"]) { broker in
      try await test.run([test.nodes[0]], logger: log.logger, settings: { _ in try test.settings(broker) }) {
        let closed = try await closedRoads(test, broker)
        #expect(closed == [road])
      }
      #expect(
        log.warnings.contains(
          "\(broker.url) keeps topics closed that this node needs; its access list must allow anonymous clients to \(road)"
        )
      )
    }
  }

  /// `closed_roads` of the first statistics that have it.
  private func closedRoads(_ test: TestWorkers, _ broker: MosquittoBroker) async throws -> [String]? {
    let seen = Recorder<[String]>()
    let handle: @Sendable ([Delivery]) -> BatchVerdict = { batch in
      for delivery in batch {
        let json = try? JSONSerialization.jsonObject(with: Data(delivery.payload)) as? [String: Any]
        if let closed = json?["closed_roads"] as? [String] { seen.record(closed) }
      }
      return .acknowledge
    }
    let access = BrokerAccess(credentials: BrokerCredentials(userName: "watcher", password: nil))
    let (filter, clientID) = ("keysync/v1/prod/stats/#", "watcher")
    return try await broker.withReader(filter, clientID: clientID, access: access, handle: handle) { _, _ in
      try await eventually("closed_roads in the statistics") { seen.count > 0 }
      return seen.items.first
    }
  }
}

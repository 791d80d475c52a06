import Foundation
import KeySyncBroker
import KeySyncTestSupport
import Testing

@testable import KeySync

@Suite struct `The files for dashboards` {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test func `are those that the schema makes`() throws {
    for (name, text) in [("telegraf.conf", Telegraf.text), ("grafana-dashboard.json", try Dashboard.text())] {
      let file = Self.root.appending(path: "deploy/\(name)")
      if ProcessInfo.processInfo.environment["KEYSYNC_WRITE_DEPLOY"] == "1" {
        try text.write(to: file, atomically: true, encoding: .utf8)
      }
      let advice = "it is written by: KEYSYNC_WRITE_DEPLOY=1 swift test --filter 'files for dashboards'"
      #expect((try? String(contentsOf: file, encoding: .utf8)) == text, "deploy/\(name): \(advice)")
    }
  }

  @Test func `have a documentation that knows every field of a snapshot`() throws {
    let file = Self.root.appending(path: "Sources/KeySync/KeySync.docc/JSON.md")
    let page = try String(contentsOf: file, encoding: .utf8)
    for key in SyncStatistics.CodingKeys.allCases { #expect(page.contains("`\(key.rawValue)`"), "\(key.rawValue)") }
  }

  @Test func `name figures that real workers publish`() async throws {
    let (test, heard) = (try TestWorkers(), Recorder<Delivery>())
    // One that never answers: something stays in the queue.
    try test.synchronizers[0].addPeer(try Self.stranger(), name: "silent")
    try await withBroker { broker in
      let reader = BrokerReader(
        ConnectionOptions(endpoint: try BrokerEndpoint(url: broker.url), clientID: "telegraf", startsClean: true),
        subscriptions: ["keysync/v1/+/stats/+/+", "keysync/v1/+/status/+/+"].map { Subscription($0) }
      ) {
        heard.record(contentsOf: $0)
        return .acknowledge
      }
      reader.start()
      defer { reader.stop() }
      try await test.run(test.nodes, logger: RecordingLog().logger, settings: { _ in try test.settings(broker) }) {
        for (index, node) in test.synchronizers.enumerated() {
          try node.put(try #require(KeyID("k\(index)")), algorithm: .opaque, data: [1])
        }
        let wanted = Self.wanted
        try await eventually("all figures have been published") {
          wanted.isSubset(of: try Self.figures(in: heard.items))
        }
      }
    }
    let snapshots = try Self.snapshots(in: heard.items)
    for name in Telegraf.tags + Telegraf.texts + [Telegraf.left, "time"] + Self.objects {
      #expect(snapshots.allSatisfy { $0[name] != nil }, "\(name)")
    }
    let status = heard.items.filter { $0.topic.contains("/status/") }.map(\.payload)
    #expect(status.contains(Array("online".utf8)))
  }

  /// The figures that the dashboard asks for by name.
  private static var wanted: Set<String> {
    let charted = Panel.all.flatMap(\.fields).compactMap { if case .one(let name) = $0 { name } else { nil } }
    return Set(charted + Dashboard.workerFields)
  }

  /// The objects all of whose entries it asks for.
  private static var objects: [String] {
    Panel.all.flatMap(\.fields).compactMap { if case .entries(let name) = $0 { name } else { nil } }
  }

  private static func snapshots(in deliveries: [Delivery]) throws -> [[String: Any]] {
    try deliveries.filter { $0.topic.contains("/stats/") }.map {
      try #require(JSONSerialization.jsonObject(with: Data($0.payload)) as? [String: Any])
    }
  }

  private static func figures(in deliveries: [Delivery]) throws -> Set<String> {
    Set(try snapshots(in: deliveries).flatMap { Telegraf.flattened($0) })
  }

  private static func stranger() throws -> NodeID {
    try #require(NodeID("12D3KooWAfAjGgfJfUYRrwF8TK48p64gRZaRWxesngwY6HHqybmg"))
  }
}

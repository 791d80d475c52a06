import Foundation
import KeySyncTestSupport
import Testing

@testable import KeySync

@Suite struct WorkerTests {
  @Test func `a key put on one node arrives on the other, both ways, and is deleted on both`() async throws {
    let test = try TestWorkers()
    let (east, west) = (test.synchronizers[0], test.synchronizers[1])
    try await withBroker { broker in
      try await test.run(test.nodes, logger: RecordingLog().logger, settings: { _ in try test.settings(broker) }) {
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
  }

  @Test func `a worker on a copy of the home is named`() async throws {
    let test = try TestWorkers()
    let log = RecordingLog()
    let home = test.directory.file("copy")
    try FileManager.default.copyItem(atPath: test.directory.file("east"), toPath: home)
    let (node, copy) = (test.nodes[0], try Node(home: Home(path: home)))
    try await withBroker { broker in
      try await test.run([node, copy], logger: log.logger, settings: { _ in try test.settings(broker) }) {
        for clientID in ["ks-\(node.nodeID)-4-0", "ks-\(node.nodeID)-w-prod-main"] {
          let sentence =
            "the connection to \(broker.url) breaks again and again within seconds; look for a worker of this node on a copy of "
            + "its home (they share the client id '\(clientID)'), else at the broker's log"
          try await eventually(sentence) { log.warnings.contains(sentence) }
        }
      }
    }
  }
}

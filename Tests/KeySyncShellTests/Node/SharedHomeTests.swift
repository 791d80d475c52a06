import Foundation
import KeySync
import KeySyncBroker
import KeySyncStore
import Testing

/// Several processes on one home: a worker, and command lines beside it.
struct SharedHomeTests {
  @Test func `files of a home are for their owner alone`() throws {
    let node = try TestNode("alice")
    try node.put("k", "1")
    let names = try FileManager.default.contentsOfDirectory(atPath: node.home.path)
    #expect(Set(names).isSuperset(of: ["node.key", "keysync.yaml", "keysync.db", "keysync.db-wal", "keysync.db-shm"]))
    for name in names {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(node.home.path)/\(name)")
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
    }
  }

  @Test func `processes that write at the same time lose nothing and fail nothing`() async throws {
    let wire = try Wire.among("alice", "bob")
    let processes = [try wire.nodes[0].open(), try wire.nodes[0].open(), try wire.nodes[0].open()]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (number, process) in processes.enumerated() {
        group.addTask {
          for key in 0..<30 {
            try process.put(try keyID("own/\(number)/\(key)"), algorithm: .opaque, data: [UInt8(key)])
            try process.put(try keyID("shared"), algorithm: .opaque, data: [UInt8(number), UInt8(key)])
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try wire.nodes[0].key("shared").version == 90)
    #expect(try wire.nodes[0].statistics().pendingMessages == 180)
    try wire.run()
    #expect(try wire.nodes[1].synchronizer.keys().map(\.recordID) == wire.nodes[0].synchronizer.keys().map(\.recordID))
    #expect(try wire.nodes[0].statistics().pendingMessages == 0)
  }

  @Test func `a change is published by one of two workers`() async throws {
    let node = try Wire.among("alice", "bob").nodes[0]
    for number in 0..<200 { try node.put("k/\(number)", "1") }
    let workers = [try node.open(), try node.open()]
    let rows = try await withThrowingTaskGroup(of: [Int64].self) { group in
      for worker in workers { group.addTask { try worker.nextMessages().flatMap(\.rows) } }
      return try await group.reduce(into: [Int64]()) { $0 += $1 }
    }
    #expect(rows.count == 200)
    #expect(Set(rows).count == 200)
  }

  @Test func `a message that two workers receive is processed by one`() async throws {
    let wire = try Wire.among("alice", "bob")
    for number in 0..<50 { try wire.nodes[0].put("k/\(number)", "1") }
    let batch = try wire.nodes[0].synchronizer.nextMessages().map { Delivery(topic: $0.topic, payload: $0.payload) }
    let workers = [try wire.nodes[1].open(), try wire.nodes[1].open()]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in workers { group.addTask { _ = try worker.receive(batch) } }
      try await group.waitForAll()
    }
    let statistics = try wire.nodes[1].statistics()
    #expect(statistics.changes == ["applied": 50])
    #expect(statistics.refused == ["duplicate": batch.count])
    #expect(statistics.received == 2 * batch.count)
  }

  @Test func `a process sees what another one has written`() throws {
    let node = try TestNode("alice")
    let other = try node.open()
    let version = try other.node.dataVersion()
    try node.put("k", "1")
    #expect(try other.node.dataVersion() != version)
    #expect(try other.data(of: try keyID("k")) == Array("1".utf8))
  }
}

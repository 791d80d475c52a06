import KeySyncTestSupport
import Testing

extension Faults {
  @Suite struct `A node that does not read` {
    @Test func `holds up nobody else, and gets all in the end`() async throws {
      let pair = try await Pair()
      let slow = try await TestNode("slow", broker: pair.broker.url)
      try await slow.trust(pair.east, as: "east")
      try await slow.trust(pair.west, as: "west")
      for node in [pair.east, pair.west] { try await node.trust(slow, as: "slow") }
      for node in [pair.east, pair.west, slow] { try node.set("announcement_interval", to: "5s") }
      let workers = [try WorkerProcess(pair.east), try WorkerProcess(pair.west), try WorkerProcess(slow)]
      defer { for worker in workers { worker.kill() } }
      for worker in workers {
        try await eventually("its topics are open") { worker.said.contains("the broker keeps all topics open") }
      }
      workers[2].freeze()
      let count = Faults.changes / 4
      try await pair.east.queueKeys("east", count: count)
      try await expectAlike(pair.west, pair.east, records: count)
      try await pair.west.expectAppliedOnce(count)
      #expect(try slow.arrived() < count)
      workers[2].thaw()
      try await expectAlike(slow, pair.east, records: count)
      try await slow.expectAppliedOnce(count)
      try await eventually("east knows") {
        try await pair.east.json("stats")["keys"]["Synchronized"].number == count
      }
      #expect(workers.flatMap(\.errors) == [])
    }

    @Test func `needs no more memory for much that has waited`() async throws {
      let pair = try await Pair()
      let workers = [try WorkerProcess(pair.east), try WorkerProcess(pair.west)]
      defer { for worker in workers { worker.kill() } }
      try await pair.east.put("first", [1])
      try await eventually("the first has come") { try pair.west.arrived() == 1 }
      workers[1].freeze()
      let before = try #require(workers[1].peakMemory)
      // 60 MB, or 6.
      let count = Faults.changes / 20
      try await pair.east.queueKeys("big", count: count, dataBytes: 60_000)
      try await eventually("all is sent", timeout: .seconds(900)) {
        try await pair.east.json("stats")["keys"]["Pending"].number == 0
      }
      workers[1].thaw()
      try await expectAlike(pair.west, pair.east, records: count + 1)
      try await pair.west.expectAppliedOnce(count + 1)
      let grown = try #require(workers[1].peakMemory) - before
      #expect(grown < 48 * 1024, "KiB")
    }
  }
}

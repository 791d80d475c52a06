import KeySyncTestSupport
import Testing

extension Faults {
  @Suite struct `Workers that are killed at random` {
    private static let kills = 12

    /// Half of the changes are made on each of two nodes, so that whoever is killed sends and receives.
    @Test(arguments: [1, 2]) func `lose nothing of many changes, and apply each once`(number: Int) async throws {
      let pair = try await Pair()
      let half = Faults.changes / 2
      for (node, name) in [(pair.east, "east"), (pair.west, "west")] {
        try node.set("announcement_interval", to: "5s")
        try await node.queueKeys(name, count: half)
      }
      let workers =
        try (1...number).map { try WorkerProcess(pair.east, log: "\($0).log", "--worker", "w\($0)") }
        + [try WorkerProcess(pair.west)]
      defer { for worker in workers { worker.kill() } }
      for moment in (0..<Self.kills).map({ _ in Int.random(in: 0..<2 * half * 9 / 10) }).sorted() {
        try await eventually("\(moment) have arrived", timeout: .seconds(900)) {
          try pair.east.arrived() + pair.west.arrived() >= moment
        }
        let victim = try #require(workers.randomElement())
        victim.kill()
        try victim.start()
      }
      try await expectAlike(pair.east, pair.west, records: 2 * half)
      for node in [pair.east, pair.west] {
        try await node.expectAppliedOnce(half)
        try await eventually("all is known to be everywhere", timeout: .seconds(600)) {
          let figures = try await node.json("stats")
          return figures["keys"]["Synchronized"].number == 2 * half && figures["pending_messages"].number == 0
        }
      }
      #expect(try await pair.west.run("key", "get", "east/\(half - 1)").text == "east-\(half - 1)")
      #expect(workers.flatMap(\.errors) == [])
    }
  }
}

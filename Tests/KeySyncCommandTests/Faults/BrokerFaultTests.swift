import KeySyncTestSupport
import Testing

extension Faults {
  @Suite struct `A broker that ends while changes flow` {
    enum End: CaseIterable { case killed, stopped }

    /// A broker that is killed comes back as it was at its last autosave: it has forgotten what it took since, and sends again what
    /// was acknowledged since.
    @Test(arguments: End.allCases) func `takes nothing along, and workers find it again`(end: End) async throws {
      let pair = try await Pair(configuration: "autosave_interval 1")
      let half = Faults.changes / 4
      for (node, name) in [(pair.east, "east"), (pair.west, "west")] {
        try node.set("statistics_interval", to: "1s")
        try node.set("announcement_interval", to: "5s")
        try await node.queueKeys(name, count: half)
      }
      let workers = [try WorkerProcess(pair.east), try WorkerProcess(pair.west)]
      defer { for worker in workers { worker.kill() } }
      for moment in [half / 2, half] {
        try await eventually("\(moment) have arrived", timeout: .seconds(900)) {
          try pair.east.arrived() + pair.west.arrived() >= moment
        }
        if end == .killed { pair.broker.kill() }
        try pair.broker.restart()
        for node in [pair.east, pair.west] {
          try await eventually("it is found again") {
            try await node.published(on: pair.broker)["broker_connected"].flag == true
          }
        }
      }
      try await expectAlike(pair.east, pair.west, records: 2 * half)
      for (node, worker) in zip([pair.east, pair.west], workers) {
        try await node.expectAppliedOnce(half)
        try await eventually("the figures tell of it") {
          try await node.published(on: pair.broker)["broker_reconnects"].number ?? 0 >= 2
        }
        #expect(worker.said.contains("broke ("))
        #expect(worker.errors == [])
      }
    }
  }
}

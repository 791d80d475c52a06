import KeySyncBroker
import KeySyncTestSupport
import Testing

@Suite struct `A publisher's presence` {
  private static let online = Publication(topic: "status", payload: Array("online".utf8), isRetained: true)
  private static let offline = Publication(topic: "status", payload: Array("offline".utf8), isRetained: true)
  private static let will = LastWill(topic: "status", payload: Array("gone".utf8))

  @Test func `is greeted after every connection`() async throws {
    try await withPresence { broker, publisher, seen in
      try await eventually("online") { seen.items == ["online"] }
      try broker.restart()
      try await eventually("online again") { seen.items.count { $0 == "online" } >= 2 && publisher.connections == 2 }
      publisher.stop()
    }
  }

  @Test func `ends with the last words where it stops, and without the will`() async throws {
    try await withPresence { broker, publisher, seen in
      try await eventually("online") { seen.items == ["online"] }
      publisher.stop(publishing: Self.offline)
      await publisher.waitUntilStopped()
      try await eventually("offline") { seen.items == ["online", "offline"] }
      #expect(await published(broker, seen) == ["online", "offline", "marker"])
    }
  }

  @Test func `ends with the will where it is cut off`() async throws {
    try await withPresence { broker, publisher, seen in
      try await eventually("online") { seen.items == ["online"] }
      // Another connection with its client id makes the broker end this one, as a cut cable would.
      let usurper = BrokerPublisher(broker.options("present"))
      usurper.start()
      defer { usurper.stop() }
      try await eventually("the will") { seen.items.dropFirst().first == "gone" }
      publisher.stop()
    }
  }

  /// What was seen once a later message has been seen too.
  private func published(_ broker: MosquittoBroker, _ seen: Recorder<String>) async -> [String] {
    _ = try? await broker.withPublisher { publisher in
      _ = try await publisher.publish(Publication(topic: "status", payload: Array("marker".utf8)))
      try await eventually("the marker") { seen.items.contains("marker") }
    }
    return seen.items
  }

  /// A publisher that says `online`, and a reader that sees what becomes of it.
  private func withPresence(
    _ body: (MosquittoBroker, BrokerPublisher, Recorder<String>) async throws -> Void
  ) async throws {
    try await withBroker { broker in
      let seen = Recorder<String>()
      let handle: @Sendable ([Delivery]) -> BatchVerdict = { batch in
        seen.record(contentsOf: batch.map(\.text))
        return .acknowledge
      }
      try await broker.withReader("status", handle: handle) { _, _ in
        let publisher = BrokerPublisher(broker.options("present", will: Self.will), greeting: [Self.online])
        publisher.start()
        defer { publisher.stop() }
        try await body(broker, publisher, seen)
      }
    }
  }
}

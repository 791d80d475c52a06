import KeySyncTestSupport
import Synchronization
import Testing

@testable import KeySyncBroker

@Suite struct `A reader of several lanes` {
  private static func lane(_ number: Int, _ broker: MosquittoBroker, term: Int64 = 0) -> ReaderLane {
    ReaderLane(
      number: number,
      term: term,
      options: broker.options("lane-\(number)", sessionExpirySeconds: 600),
      subscriptions: [Subscription("t/\(number)")]
    )
  }

  private static func publish(_ text: String, on lane: Int, _ publisher: BrokerPublisher) async throws {
    _ = try await publisher.publish(Publication(topic: "t/\(lane)", payload: Array(text.utf8)))
  }

  @Test func `hands over what came on all of them as one batch`() async throws {
    try await withReader { _ in
      [:]
    } _: { broker, reader, batches, _ in
      reader.read((0..<3).map { Self.lane($0, broker) })
      try await broker.withPublisher { publisher in
        try await eventually("all are connected") { reader.isConnected && reader.lanesInUse == [0, 1, 2] }
        for lane in 0..<3 { try await Self.publish("first", on: lane, publisher) }
        try await eventually("all arrive") { batches.lanes("first") == [0, 1, 2] }
      }
      #expect(reader.connectionsByLane == [0: 1, 1: 1, 2: 1])
    }
  }

  @Test func `lets none wait for long behind one with much to read`() async throws {
    let gate = Gate()
    try await withReader { _ in
      gate.pass()
      return [:]
    } _: { broker, reader, batches, events in
      reader.read([Self.lane(0, broker), Self.lane(1, broker)])
      try await eventually("both have subscribed") { events.subscriptions == 2 }
      try await broker.withPublisher { publisher in
        // The first of them holds up the thread until all are there.
        await publisher.publish(numbers: 0..<1200, on: "t/0")
        try await Self.publish("last", on: 1, publisher)
        gate.open()
        try await eventually("all arrive") { Set(batches.items.flatMap(\.deliveries).map(\.text)).count == 1201 }
      }
      let place = try #require(batches.items.firstIndex { $0.lane == 1 })
      #expect(place < batches.items.count - 1, "not the last of all")
    }
  }

  @Test func `closes the one that is given up, and its session stays`() async throws {
    try await withReader { _ in
      [:]
    } _: { broker, reader, batches, events in
      reader.read([Self.lane(0, broker), Self.lane(1, broker)])
      try await eventually("both have subscribed") { events.subscriptions == 2 }
      reader.read([Self.lane(0, broker)])
      try await eventually("it is closed") { reader.lanesInUse == [0] }
      try await broker.withPublisher { publisher in
        for lane in 0..<2 { try await Self.publish("meanwhile", on: lane, publisher) }
        try await eventually("the other goes on") { batches.lanes("meanwhile") == [0] }
        reader.read([Self.lane(0, broker), Self.lane(1, broker)])
        try await eventually("what was queued comes") { batches.lanes("meanwhile") == [0, 1] }
      }
      #expect(reader.connectionsByLane == [0: 1, 1: 1])
    }
  }

  @Test func `drops the one whose batch must come again, and acknowledges the others`() async throws {
    let refused = Atomic(0)
    try await withReader { batches in
      guard batches.contains(where: { $0.lane == 1 }) else { return [:] }
      return refused.add(1, ordering: .relaxed).newValue <= 2 ? [1: .redeliver] : [:]
    } _: { broker, reader, batches, events in
      reader.read([Self.lane(0, broker), Self.lane(1, broker)])
      try await eventually("both have subscribed") { events.subscriptions == 2 }
      try await broker.withPublisher { publisher in
        for lane in 0..<2 { try await Self.publish("again", on: lane, publisher) }
        try await eventually("it comes three times") {
          batches.items.count { $0.lane == 1 && $0.deliveries.map(\.text) == ["again"] } == 3
        }
        try await Self.publish("end", on: 0, publisher)
        try await eventually("the other goes on") { batches.lanes("end") == [0] }
      }
      #expect(batches.items.count { $0.lane == 0 } == 2)
      #expect(reader.connectionsByLane == [0: 1, 1: 3])
    }
  }

  @Test func `leaves the one alone that another reads now, until it is given a new term`() async throws {
    let isLost = Mutex(true)
    try await withReader { batches in
      isLost.withLock { $0 } && batches.contains { $0.lane == 1 } ? [1: .letGo] : [:]
    } _: { broker, reader, batches, events in
      reader.read([Self.lane(0, broker), Self.lane(1, broker)])
      try await eventually("both have subscribed") { events.subscriptions == 2 }
      try await broker.withPublisher { publisher in
        try await Self.publish("lost", on: 1, publisher)
        try await eventually("it is let go") { events.items.contains { $0.1 == .ended(.letGo) } }
        isLost.withLock { $0 = false }
        try await Self.publish("kept", on: 0, publisher)
        try await eventually("the other goes on") { batches.lanes("kept") == [0] }
        #expect(events.items.count { $0.1 == .connecting(Self.lane(1, broker).options.endpoint) } == 2)
        reader.read([Self.lane(0, broker), Self.lane(1, broker, term: 1)])
        try await eventually("what was not kept comes again") {
          batches.items.count { $0.lane == 1 && $0.deliveries.map(\.text) == ["lost"] } == 2
        }
      }
    }
  }

  @Test func `does not connect before it may`() async throws {
    let mayConnect = Mutex(false)
    try await withBroker { broker in
      let reader = BrokerReader(mayConnect: { _ in mayConnect.withLock { $0 } }, handle: { _ in [:] })
      reader.read([Self.lane(0, broker)])
      reader.start()
      try await eventually("it is opened") { reader.lanesInUse == [0] }
      #expect(!reader.isConnected)
      mayConnect.withLock { $0 = true }
      try await eventually("it is connected") { reader.isConnected }
      reader.stop()
      await reader.waitUntilStopped()
    }
  }

  private func withReader(
    _ verdict: @escaping @Sendable ([LaneBatch]) -> [Int: BatchVerdict],
    _ body: (MosquittoBroker, BrokerReader, Recorder<LaneBatch>, Recorder<(Int, BrokerEvent)>) async throws -> Void
  ) async throws {
    try await withBroker { broker in
      let (batches, events) = (Recorder<LaneBatch>(), Recorder<(Int, BrokerEvent)>())
      let reader = BrokerReader(observe: { events.record(($0, $1)) }) { batch in
        batches.record(contentsOf: batch)
        return verdict(batch)
      }
      reader.start()
      try await body(broker, reader, batches, events)
      reader.stop()
      await reader.waitUntilStopped()
      #expect(reader.lanesInUse == [])
    }
  }
}

extension Recorder<LaneBatch> {
  /// The lanes on which a text came.
  fileprivate func lanes(_ text: String) -> Set<Int> {
    Set(items.filter { $0.deliveries.contains { $0.text == text } }.map(\.lane))
  }
}

extension Recorder<(Int, BrokerEvent)> {
  fileprivate var subscriptions: Int { items.count { if case .subscribed = $0.1 { true } else { false } } }
}

import CMosquitto
import KeySyncTestSupport
import Testing

@testable import KeySyncBroker

@Suite struct `A reader` {
  @Test func `hands over what was published, in order and in batches within their bounds`() async throws {
    try await withBroker { broker in
      let batches = Recorder<[Delivery]>()
      let gate = Gate()
      let messages = BatchBounds.deliveries + 144
      let handle: @Sendable ([Delivery]) -> BatchVerdict = { batch in
        batches.record(batch)
        // The first batch waits until everything is published, so that the others find much to take.
        gate.pass()
        return .acknowledge
      }
      try await broker.withReader("t/+", handle: handle) { _, _ in
        try await broker.withPublisher { publisher in
          for number in 0..<messages {
            _ = try await publisher.publish(Publication(topic: "t/\(number % 3)", payload: Array("\(number)".utf8)))
          }
        }
        gate.open()
        try await eventually("all arrive") { batches.items.map(\.count).reduce(0, +) == messages }
        #expect(batches.items.joined().map(\.text) == (0..<messages).map(String.init))
        #expect(batches.items.joined().allSatisfy { $0.topic == "t/\((Int($0.text) ?? 0) % 3)" && !$0.isRetained })
        #expect(batches.items.map(\.count).max() == BatchBounds.deliveries)
      }
    }
  }

  @Test func `closes a batch that has reached its bytes`() async throws {
    try await withBroker { broker in
      let sizes = Recorder<[Int]>()
      let gate = Gate()
      let handle: @Sendable ([Delivery]) -> BatchVerdict = { batch in
        sizes.record(batch.map(\.payload.count))
        gate.pass()
        return .acknowledge
      }
      try await broker.withReader("t", handle: handle) { _, _ in
        let large = [UInt8](repeating: 7, count: 1_000_000)
        try await broker.withPublisher { publisher in
          for _ in 0..<12 { _ = try await publisher.publish(Publication(topic: "t", payload: large)) }
        }
        gate.open()
        try await eventually("all arrive") { sizes.items.joined().count == 12 }
        #expect(sizes.items.allSatisfy { $0.dropLast().reduce(0, +) < BatchBounds.payloadBytes })
      }
    }
  }

  @Test func `gets a batch again that its handler would not keep, and acknowledges it then`() async throws {
    try await withBroker { broker in
      let attempts = Recorder<[String]>()
      let handle: @Sendable ([Delivery]) -> BatchVerdict = { batch in
        attempts.record(batch.map(\.text))
        return attempts.count < 3 ? .redeliver : .acknowledge
      }
      try await broker.withReader("t", handle: handle) { reader, events in
        try await broker.withPublisher { publisher in
          _ = try await publisher.publish(Publication(topic: "t", payload: Array("once".utf8)))
          try await eventually("it is delivered three times") { attempts.count == 3 }
          _ = try await publisher.publish(Publication(topic: "t", payload: Array("then".utf8)))
          try await eventually("the next follows") { attempts.count == 4 }
        }
        #expect(attempts.items == [["once"], ["once"], ["once"], ["then"]])
        #expect(events.ends == [.redelivery, .redelivery])
        #expect(reader.connections == 3)
      }
    }
  }

  @Test func `has acknowledged nothing while its handler runs`() async throws {
    try await withBroker { broker in
      let attempts = Recorder<[String]>()
      let handle: @Sendable ([Delivery]) -> BatchVerdict = { batch in
        attempts.record(batch.map(\.text))
        // The broker ends, and saves what is unacknowledged, before the handler returns.
        if attempts.count == 1 { try? broker.restart() }
        return .acknowledge
      }
      try await broker.withReader("t", handle: handle) { _, _ in
        try await broker.withPublisher { publisher in
          _ = try? await publisher.publish(Publication(topic: "t", payload: Array("once".utf8)))
        }
        try await eventually("it is delivered again") { attempts.count == 2 }
        #expect(attempts.items == [["once"], ["once"]])
      }
    }
  }

  @Test func `subscribes again after every connection, and finds what was queued for its session`() async throws {
    try await withBroker { broker in
      let texts = Recorder<String>()
      let handle: @Sendable ([Delivery]) -> BatchVerdict = { batch in
        texts.record(contentsOf: batch.map(\.text))
        return .acknowledge
      }
      try await broker.withReader("t", handle: handle) { reader, _ in
        reader.stop()
        await reader.waitUntilStopped()
      }
      try await broker.withPublisher { publisher in
        let publication = Publication(topic: "t", payload: Array("meanwhile".utf8))
        let reason = try await publisher.publish(publication).reason
        #expect(reason == .success)
      }
      try await broker.withReader("t", handle: handle) { _, events in
        try await eventually("the queued message arrives") { texts.items == ["meanwhile"] }
        #expect(events.items.contains(.connected(isSessionPresent: true)))
        try broker.restart()
        try await eventually("it subscribes again") { events.subscriptions == 2 }
      }
    }
  }

  @Test func `loses none of 5,000 messages while the broker restarts between them`() async throws {
    try await withBroker { broker in
      let texts = Recorder<String>()
      let handle: @Sendable ([Delivery]) -> BatchVerdict = { batch in
        texts.record(contentsOf: batch.map(\.text))
        return .acknowledge
      }
      try await broker.withReader("t", handle: handle) { reader, events in
        try await broker.withPublisher { publisher in
          for part in 0..<5 {
            async let published: Void = publisher.publish(numbers: part * 1000..<(part + 1) * 1000, on: "t")
            try await eventually("part of it arrives") { texts.count > part * 1000 + 300 }
            try broker.restart()
            await published
          }
        }
        try await eventually("all arrive") { Set(texts.items).count == 5000 }
        #expect(reader.connections > 1)
      }
    }
  }

  @Test func `is told of each subscription that is granted`() async throws {
    try await withBroker { broker in
      let events = Recorder<BrokerEvent>()
      let reader = BrokerReader(
        broker.options("reader"),
        subscriptions: [Subscription("a/#"), Subscription("b/+", qos: .atMostOnce)],
        observe: events.record
      ) { _ in .acknowledge }
      reader.start()
      try await eventually("both are answered") { events.subscriptions == 2 }
      reader.stop()
      await reader.waitUntilStopped()
      #expect(
        events.items == [
          .connecting(BrokerEndpoint(host: "127.0.0.1", port: broker.port)), .connected(isSessionPresent: false),
          .subscribed(filter: "a/#"), .subscribed(filter: "b/+"), .ended(.stopped), .stopped,
        ]
      )
    }
  }

  @Test func `sees which messages the broker had retained`() async throws {
    try await withBroker { broker in
      try await broker.withPublisher { publisher in
        _ = try await publisher.publish(Publication(topic: "kept", payload: [1], isRetained: true))
        let seen = Recorder<Delivery>()
        let handle: @Sendable ([Delivery]) -> BatchVerdict = { batch in
          seen.record(contentsOf: batch)
          return .acknowledge
        }
        try await broker.withReader("kept", handle: handle) { _, _ in
          try await eventually("the retained one arrives") { seen.count == 1 }
          _ = try await publisher.publish(Publication(topic: "kept", payload: [], isRetained: true))
          try await eventually("the new one arrives") { seen.count == 2 }
          #expect(
            seen.items == [
              Delivery(topic: "kept", payload: [1], isRetained: true), Delivery(topic: "kept", payload: []),
            ]
          )
        }
      }
    }
  }

  @Test func `loses its connection when another takes its client id`() async throws {
    try await withBroker { broker in
      try await broker.withReader("t", handle: { _ in .acknowledge }) { _, events in
        try await broker.withPublisher("reader") { _ in
          // mosquitto 2.0.11 closes the connection without the DISCONNECT (0x8E) of MQTT 5 section 3.1.4.
          try await eventually("it is ended") { !events.ends.isEmpty }
          #expect(events.ends.first == .lost(MosquittoError(MOSQ_ERR_CONN_LOST)))
        }
      }
    }
  }
}

import KeySyncBroker
import KeySyncTestSupport
import Testing

@Suite struct `A publisher` {
  @Test func `learns from the acknowledgement whether anybody has subscribed`() async throws {
    try await withBroker { broker in
      try await broker.withPublisher { publisher in
        let publication = Publication(topic: "t", payload: [1], contentType: "text/plain", expirySeconds: 300)
        let unheard = try await publisher.publish(publication).reason
        #expect(unheard == .noMatchingSubscribers)
        try await broker.withReader("t", handle: { _ in .acknowledge }) { _, _ in
          let heard = try await publisher.publish(publication).reason
          #expect(heard == .success)
        }
        let unacknowledged = Publication(topic: "t", payload: [], qos: .atMostOnce)
        let once = try await publisher.publish(unacknowledged).reason
        #expect(once == .success)
      }
    }
  }

  @Test func `fails at once while it is not connected`() async throws {
    try await withBroker { broker in
      try await broker.withPublisher { publisher in
        broker.stop()
        try await eventually("the loss is noticed") { !publisher.isConnected }
        await #expect(throws: PublishError.notConnected) {
          try await publisher.publish(Publication(topic: "t", payload: []))
        }
      }
    }
  }

  @Test(.timeLimit(.minutes(2))) func `resumes everybody when the connection ends while they wait`() async throws {
    try await withBroker { broker in
      try await broker.withPublisher { publisher in
        let (acknowledged, failed) = (Recorder<ReasonCode>(), Recorder<PublishError>())
        await withTaskGroup { group in
          // More at a time than may be in flight; each goes on until it fails.
          for number in 0..<600 {
            group.addTask {
              do throws(PublishError) {
                while true {
                  acknowledged.record(
                    try await publisher.publish(Publication(topic: "t/\(number)", payload: [1])).reason
                  )
                }
              } catch {
                failed.record(error)
              }
            }
          }
          group.addTask {
            try? await eventually("some are acknowledged") { acknowledged.count > 1000 }
            broker.kill()
          }
        }
        #expect(failed.count == 600)
        #expect(failed.items.allSatisfy { $0 == .connectionLost || $0 == .notConnected })
      }
    }
  }

  @Test func `keeps within the receive-maximum of the broker`() async throws {
    try await withBroker(configuration: "max_inflight_messages 3") { broker in
      try await broker.withPublisher { publisher in
        // A broker that is sent more than it allowed ends the connection (0x93).
        await publisher.publish(numbers: 0..<500, on: "t")
        #expect(publisher.connections == 1)
      }
    }
  }

  @Test func `leaves a broker that acknowledges nothing any more`() async throws {
    try await withBroker { broker in
      var options = broker.options("impatient")
      options.acknowledgementTime = .milliseconds(500)
      let events = Recorder<BrokerEvent>()
      let publisher = BrokerPublisher(options, observe: events.record)
      publisher.start()
      defer { publisher.stop() }
      try await eventually("connected") { publisher.isConnected }
      broker.freeze()
      // The keepalive would take a minute or two.
      await #expect(throws: PublishError.connectionLost) {
        try await publisher.publish(Publication(topic: "t", payload: [1]))
      }
      try await eventually("it is left") { events.ends.first == .stalled }
    }
  }

  @Test func `learns what an access list denies`() async throws {
    let lists = ["acl": "topic write open/#\ntopic read closed\n"]
    try await withBroker(configuration: "acl_file acl", files: lists) { broker in
      try await broker.withPublisher { publisher in
        let allowed = try await publisher.publish(Publication(topic: "open/t", payload: [])).reason
        #expect(allowed == .noMatchingSubscribers)
        await #expect(throws: PublishError.refused(.notAuthorized)) {
          try await publisher.publish(Publication(topic: "closed", payload: []))
        }
        #expect("\(ReasonCode.notAuthorized)" == "0x87 Not authorized")
      }
    }
  }

  @Test func `learns that its topic is none`() async throws {
    try await withBroker { broker in
      try await broker.withPublisher { publisher in
        let error = await #expect(throws: PublishError.self) {
          try await publisher.publish(Publication(topic: "a/#", payload: []))
        }
        #expect(error.map { "\($0)".contains("MOSQ_ERR_INVAL (3)") } == true)
      }
    }
  }
}

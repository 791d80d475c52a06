import KeySyncBroker
import KeySyncTestSupport
import Testing

@Suite struct `A connection` {
  @Test func `to a port where nobody listens says so and keeps trying`() async throws {
    let port = try #require(LoopbackPort.free())
    let (publisher, events) = publisher(to: BrokerEndpoint(host: "127.0.0.1", port: port))
    publisher.start()
    defer { publisher.stop() }
    try await eventually("three attempts") { events.ends.count >= 3 }
    for end in events.ends {
      guard case .unreachable(let error) = end else {
        Issue.record("\(end)")
        continue
      }
      #expect("\(error)" == "MOSQ_ERR_ERRNO (14): Connection refused")
    }
    let pauses = events.items.compactMap { if case .waiting(let pause) = $0 { pause } else { nil } }
    #expect(pauses.prefix(2).map { $0 <= .milliseconds(500) } == [true, true])
    #expect(!publisher.isConnected && publisher.connections == 0)
  }

  @Test func `to a host without an address says so`() async throws {
    let (publisher, events) = publisher(to: BrokerEndpoint(host: "nowhere.invalid", port: 1883))
    publisher.start()
    defer { publisher.stop() }
    try await eventually("an attempt") { !events.ends.isEmpty }
    let end = try #require(events.ends.first)
    #expect("\(end)".contains("MOSQ_ERR_EAI (15)"))
  }

  @Test func `stops at once while it waits to try again`() async throws {
    let port = try #require(LoopbackPort.free())
    let (publisher, events) = publisher(to: BrokerEndpoint(host: "127.0.0.1", port: port))
    publisher.start()
    // After five attempts it pauses for 4 seconds at least.
    try await eventually("a long pause") { events.items.count { if case .waiting = $0 { true } else { false } } >= 6 }
    let stoppedAt = ContinuousClock.now
    publisher.stop()
    await publisher.waitUntilStopped()
    #expect(.now - stoppedAt < .seconds(3))
    #expect(events.items.last == .stopped)
  }

  @Test func `that was never started stops too`() async {
    let (publisher, events) = publisher(to: BrokerEndpoint(host: "127.0.0.1", port: 1))
    publisher.stop()
    await publisher.waitUntilStopped()
    publisher.start()
    #expect(events.items == [.stopped])
    await #expect(throws: PublishError.notConnected) {
      try await publisher.publish(Publication(topic: "t", payload: []))
    }
  }

  @Test func `stops at once while the system is still connecting`() async throws {
    let dark = try #require(SilentListener(isAnswering: false))
    let (publisher, events) = publisher(to: BrokerEndpoint(host: "127.0.0.1", port: dark.port))
    publisher.start()
    try await eventually("it connects") { !events.items.isEmpty }
    let stoppedAt = ContinuousClock.now
    publisher.stop()
    await publisher.waitUntilStopped()
    // The system itself would try for about two minutes.
    #expect(.now - stoppedAt < .seconds(30))
    #expect(events.items.last == .stopped)
  }

  @Test func `to a port that accepts and says nothing is given up`() async throws {
    let silent = try #require(SilentListener(isAnswering: true))
    let (publisher, events) = publisher(to: BrokerEndpoint(host: "127.0.0.1", port: silent.port))
    publisher.start()
    defer { publisher.stop() }
    try await eventually("it is given up") { !events.ends.isEmpty }
    #expect(events.ends.first == .unanswered)
  }

  @Test func `shows name and password, and learns that they are wrong`() async throws {
    // Made by `mosquitto_passwd` for the password "right".
    let hash =
      "node:$7$101$4/66jaVQ2h0H5Tv9$"
      + "5XmN3aUpqoeBYWdZA+y61WgeH8RhHOGu0Pb/JMqgNAKXJzAf4kPbfvsC4Ts4mY5xdGnwyavph6Pqvbgv1xxFKg=="
    let files = ["passwords": "\(hash)\n"]
    try await withBroker(configuration: "allow_anonymous false\npassword_file passwords", files: files) { broker in
      let events = Recorder<BrokerEvent>()
      let access = BrokerAccess(credentials: BrokerCredentials(userName: "node", password: "wrong"))
      let publisher = BrokerPublisher(broker.options("wrong", access: access), observe: events.record)
      publisher.start()
      defer { publisher.stop() }
      try await eventually("it is refused, twice") { events.ends.count >= 2 }
      #expect(events.ends.prefix(2) == [.refused(.notAuthorized), .refused(.notAuthorized)])
      let right = BrokerAccess(credentials: BrokerCredentials(userName: "node", password: "right"))
      try await broker.withPublisher("right", access: right) { #expect($0.isConnected) }
    }
  }

  private func publisher(to endpoint: BrokerEndpoint) -> (BrokerPublisher, Recorder<BrokerEvent>) {
    let events = Recorder<BrokerEvent>()
    let options = ConnectionOptions(endpoint: endpoint, clientID: "lonely")
    return (BrokerPublisher(options, observe: events.record), events)
  }
}

import KeySyncBroker
import KeySyncTestSupport

// Readers and publishers of one test, started and stopped with their scope.

extension MosquittoBroker {
  func options(
    _ clientID: String,
    sessionExpirySeconds: UInt32 = 0,
    will: LastWill? = nil,
    access: BrokerAccess = BrokerAccess()
  ) -> ConnectionOptions {
    ConnectionOptions(
      endpoint: BrokerEndpoint(host: "127.0.0.1", port: port),
      access: access,
      clientID: clientID,
      sessionExpirySeconds: sessionExpirySeconds,
      will: will
    )
  }

  /// Lends a publisher that is connected.
  func withPublisher<Result>(
    _ clientID: String = "publisher",
    access: BrokerAccess = BrokerAccess(),
    _ body: (BrokerPublisher) async throws -> Result
  ) async throws -> Result {
    let publisher = BrokerPublisher(options(clientID, access: access))
    publisher.start()
    defer { publisher.stop() }
    try await eventually("the publisher is connected") { publisher.isConnected }
    return try await body(publisher)
  }

  /// Lends a reader of `filter` with a persistent session that has subscribed, and the events it told.
  func withReader<Result>(
    _ filter: String,
    clientID: String = "reader",
    access: BrokerAccess = BrokerAccess(),
    handle: @escaping @Sendable ([Delivery]) -> BatchVerdict,
    _ body: (BrokerReader, Recorder<BrokerEvent>) async throws -> Result
  ) async throws -> Result {
    let events = Recorder<BrokerEvent>()
    var options = options(clientID, sessionExpirySeconds: 600, access: access)
    // Where a handler holds up the thread, a busy machine may take minutes before it goes on.
    options.keepaliveSeconds = 3600
    let reader = BrokerReader(
      options,
      subscriptions: [Subscription(filter)],
      observe: events.record,
      handle: handle
    )
    reader.start()
    defer { reader.stop() }
    try await eventually("the reader has subscribed") { events.subscriptions == 1 }
    return try await body(reader, events)
  }
}

extension BrokerPublisher {
  /// Publishes numbers as texts, many at a time, again and again until each is acknowledged.
  func publish(numbers: Range<Int>, on topic: String) async {
    await withTaskGroup { group in
      for number in numbers {
        group.addTask {
          let publication = Publication(topic: topic, payload: Array("\(number)".utf8))
          while (try? await self.publish(publication)) == nil { try? await Task.sleep(for: .milliseconds(20)) }
        }
      }
    }
  }
}

extension Delivery {
  var text: String { String(decoding: payload, as: UTF8.self) }
}

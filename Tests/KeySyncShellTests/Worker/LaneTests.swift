import KeySyncBroker
import KeySyncTestSupport
import Testing

@testable import KeySync
@testable import KeySyncStore

@Suite struct `The workers of a node` {
  @Test func `share its lanes, and take over at once what one leaves`() async throws {
    try await withNodes { test, broker, settings in
      let first = try RunningWorker(test.nodes[0], settings("first", .four))
      try await eventually("it has all") { try lanes(test) == ["first": [0, 1, 2, 3]] }
      let second = try RunningWorker(test.nodes[0], settings("second", .four))
      try await eventually("they share") { try lanes(test) == ["first": [0, 1], "second": [2, 3]] }
      try await exchange(20, test, broker)
      try await first.stop()
      // It has given them up before it ends, so this is no matter of time-outs.
      #expect(try lanes(test)["first"] == nil)
      try await eventually("the second has all") { try lanes(test) == ["second": [0, 1, 2, 3]] }
      try await exchange(20, test, broker, from: 20)
      try await second.stop()
      #expect(try lanes(test) == [:])
      for worker in [first, second] { #expect(worker.log.warnings == []) }
      let lines = first.log.lines.items
      #expect(lines.contains { $0.message == "lanes given up" && $0.metadata["lanes"] == "2,3" })
    }
  }

  @Test func `are standbys where there are no lanes left, and one takes over`() async throws {
    try await withNodes { test, broker, settings in
      let first = try RunningWorker(test.nodes[0], settings("first", .one))
      try await eventually("it has the lane") { try lanes(test) == ["first": [0]] }
      let second = try RunningWorker(test.nodes[0], settings("second", .one))
      let sentence = "standby: other workers of this node hold all lanes"
      try await eventually("it says so") { second.log.messages.contains(sentence) }
      try await exchange(5, test, broker)
      try await first.stop()
      try await eventually("the other one has it") { try lanes(test) == ["second": [0]] }
      try await exchange(5, test, broker, from: 5)
      try await second.stop()
      #expect(second.log.warnings == [])
    }
  }

  @Test func `of one name wait for each other`() async throws {
    try await withNodes { test, broker, settings in
      let first = try RunningWorker(test.nodes[0], settings("same", .four))
      try await eventually("it has all") { try lanes(test) == ["same": [0, 1, 2, 3]] }
      let second = try RunningWorker(test.nodes[0], settings("same", .four))
      try await eventually("it says so") {
        second.log.warnings.contains { $0.hasPrefix("standby: a worker named 'same' runs on this home already") }
      }
      try await first.stop()
      try await eventually("the second one works") { try lanes(test) == ["same": [0, 1, 2, 3]] }
      try await exchange(5, test, broker)
      try await second.stop()
      #expect(first.log.warnings == [])
      #expect(second.log.warnings.count == 1)
    }
  }

  @Test func `of another number of lanes wait for the others, and end their sessions`() async throws {
    try await withNodes { test, broker, settings in
      let node = test.nodes[0].nodeID
      let first = try RunningWorker(test.nodes[0], settings("first", .two))
      try await eventually("it has all") { try lanes(test) == ["first": [0, 1]] }
      let second = try RunningWorker(test.nodes[0], settings("second", .four))
      try await eventually("it waits") {
        second.log.warnings.contains { $0.hasPrefix("standby: the workers that run were started with 'lanes: 2'") }
      }
      try await first.stop()
      try await eventually("it begins") { try lanes(test) == ["second": [0, 1, 2, 3]] }
      try await eventually("old sessions are ended") {
        try test.nodes[0].store.oldSessions(otherThan: 4).isEmpty
      }
      #expect(try await isSessionPresent("ks-\(node)-2-0", on: broker) == false)
      #expect(try await isSessionPresent("ks-\(node)-2-1", on: broker) == false)
      try await second.stop()
      for lane in 0..<4 { #expect(try await isSessionPresent("ks-\(node)-4-\(lane)", on: broker)) }
    }
  }

  @Test func `end the session of a version that had one lane`() async throws {
    try await withNodes { test, broker, settings in
      let clientID = "ks-\(test.nodes[0].nodeID)-1-0"
      let filter = "keysync/v1/prod/sync/+/+"
      try await broker.withReader(filter, clientID: clientID, handle: { _ in .acknowledge }) { _, _ in }
      try await eventually("it is there") { try await isSessionPresent(clientID, on: broker) }
      let worker = try RunningWorker(test.nodes[0], settings("first", .four))
      try await eventually("it is ended") { worker.log.messages.contains("session of other lanes ended") }
      #expect(try await isSessionPresent(clientID, on: broker) == false)
      try await worker.stop()
    }
  }

  // MARK: What the tests share

  /// Two nodes, the second with its worker running.
  private func withNodes(
    _ body: (TestWorkers, MosquittoBroker, (String, LaneCount) throws -> Settings) async throws -> Void
  ) async throws {
    let test = try TestWorkers()
    try await withBroker { broker in
      let west = try RunningWorker(test.nodes[1], try test.settings(broker))
      try await body(test, broker) { name, lanes in
        var settings = try test.settings(broker)
        settings.worker = try #require(WorkerName(name))
        settings.lanes = lanes
        return settings
      }
      try await west.stop()
    }
  }

  /// The lanes of the first node's workers.
  private func lanes(_ test: TestWorkers) throws -> [String: [Int]] {
    let lanes = try test.nodes[0].store.lanesByWorker(at: LeaseClock.system.now())
    return Dictionary(uniqueKeysWithValues: lanes.map { ($0.key.text, $0.value) })
  }

  /// Puts keys on the second node and waits until the first one has them and said so.
  private func exchange(_ count: Int, _ test: TestWorkers, _ broker: MosquittoBroker, from first: Int = 0) async throws
  {
    let (east, west) = (test.synchronizers[0], test.synchronizers[1])
    let keys = try (first..<first + count).map { try #require(KeyID("key/\($0)")) }
    for key in keys { try west.put(key, algorithm: .opaque, data: [1]) }
    for key in keys {
      try await eventually("\(key) is on east") { (try? east.data(of: key)) == [1] }
      try await eventually("west knows") { try west.key(key)?.status == .synchronized }
    }
  }

  private func isSessionPresent(_ clientID: String, on broker: MosquittoBroker) async throws -> Bool {
    let events = Recorder<BrokerEvent>()
    let publisher = BrokerPublisher(broker.options(clientID, sessionExpirySeconds: 600), observe: events.record)
    publisher.start()
    try await eventually("an answer") { events.connections == 1 }
    publisher.stop()
    await publisher.waitUntilStopped()
    return events.items.contains(.connected(isSessionPresent: true))
  }
}

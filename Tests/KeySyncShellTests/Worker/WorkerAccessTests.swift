import Foundation
import KeySyncBroker
import KeySyncTestSupport
import Testing

@testable import KeySync

@Suite struct `A worker and a broker that keeps watch` {
  @Test func `exchange keys by the shipped server configuration, over TLS with name and password`() async throws {
    let (test, log) = (try TestWorkers(), RecordingLog())
    let (east, west) = (test.synchronizers[0], test.synchronizers[1])
    try await withServer(test) { broker, settings in
      try await test.run(test.nodes, logger: log.logger, settings: settings) {
        let key = try #require(KeyID("tls/edge/2026"))
        try east.put(key, algorithm: .opaque, data: [1, 2, 3])
        try await eventually("the key is on west") { (try? west.data(of: key)) == [1, 2, 3] }
        try await eventually("east knows it") { try east.key(key)?.status == .synchronized }
        let open = "the broker keeps all topics open that this node needs"
        try await eventually("both have tried the roads") { log.messages.count { $0 == open } == 2 }
      }
    }
    #expect(log.warnings == [])
  }

  @Test func `keep a node to its own topics`() async throws {
    let test = try TestWorkers()
    try await withServer(test) { broker, settings in
      let (east, west) = (test.nodes[0].nodeID, test.nodes[1].nodeID)
      let publisher = BrokerPublisher(try settings(test.nodes[0]).publisherOptions(of: east, in: test.cluster))
      publisher.start()
      defer { publisher.stop() }
      try await eventually("connected") { publisher.isConnected }
      for topic in [
        "sync/\(west)/0", "announce/\(west)", "inbox/\(east)/\(west)", "stats/\(west)/main", "status/\(west)/main",
      ] {
        await #expect(throws: PublishError.refused(.notAuthorized), "\(topic)") {
          try await publisher.publish(Publication(topic: "keysync/v1/prod/\(topic)", payload: [1]))
        }
      }
      _ = try await publisher.publish(Publication(topic: "keysync/v1/prod/inbox/\(west)/\(east)", payload: [1]))
    }
  }

  @Test func `lose nothing that waits for a lane when the broker is restarted`() async throws {
    let test = try TestWorkers()
    try await withServer(test) { broker, settings in
      let (east, west) = (test.nodes[0].nodeID, test.nodes[1].nodeID)
      let topic = "keysync/v1/prod/sync/\(west)/1"
      let (deliveries, events) = (Recorder<Delivery>(), Recorder<BrokerEvent>())
      let options = try settings(test.nodes[0]).readerOptions(of: east, lane: 1)
      let read = {
        BrokerReader(
          options,
          subscriptions: [Subscription("keysync/v1/prod/sync/+/1")],
          observe: events.record
        ) { batch in
          deliveries.record(contentsOf: batch)
          return .acknowledge
        }
      }
      let before = read()
      before.start()
      try await eventually("the session is there") { events.subscriptions == 1 }
      before.stop()
      await before.waitUntilStopped()
      let publisher = BrokerPublisher(try settings(test.nodes[1]).publisherOptions(of: west, in: test.cluster))
      publisher.start()
      defer { publisher.stop() }
      try await eventually("connected") { publisher.isConnected }
      _ = try await publisher.publish(Publication(topic: topic, payload: [7]))
      try broker.restart()
      let after = read()
      after.start()
      try await eventually("it comes") { deliveries.items == [Delivery(topic: topic, payload: [7])] }
      #expect(events.items.contains(.connected(isSessionPresent: true)))
      after.stop()
      await after.waitUntilStopped()
    }
  }

  @Test func `do not come together with a wrong password, which is one line for each connection`() async throws {
    let (test, log) = (try TestWorkers(), RecordingLog())
    try await withServer(test) { broker, settings in
      let wrong = try secret("wrong", in: test.directory)
      func wrongly(_ node: Node) throws -> Settings {
        var settings = try settings(node)
        settings.broker.passwordFile = wrong
        return settings
      }
      try await test.run([test.nodes[0]], logger: log.logger, settings: wrongly) {
        try await eventually("several attempts") { broker.log.count(of: "not authorised") >= 6 }
      }
      let sentence =
        "mqtts://127.0.0.1:\(broker.port) does not accept user name '\(test.nodes[0].nodeID)' with its password; look at "
        + "'broker.username', 'broker.password_file' and the broker's list of passwords"
      #expect(Set(log.warnings) == [sentence])
      #expect(log.warnings.count < broker.log.count(of: "not authorised"), "one line for many attempts")
    }
  }

  /// Lends a broker by `server.conf` that knows both nodes, and each node's settings for it.
  private func withServer(
    _ test: TestWorkers,
    _ body: (MosquittoBroker, (Node) throws -> Settings) async throws -> Void
  ) async throws {
    let authority = try CertificateAuthority()
    let (east, west) = ("\(test.nodes[0].nodeID)", "\(test.nodes[1].nodeID)")
    let broker = try MosquittoBroker(
      server: try authority.issue("server"),
      passwords: try PasswordList.text([east: "password of \(east)", west: "password of \(west)"])
    )
    defer { broker.kill() }
    try await body(broker) { node in
      var settings = try test.settings(broker)
      settings.broker = try BrokerSettings(url: "mqtts://127.0.0.1:\(broker.port)")
      settings.broker.caFile = authority.certificateFile
      settings.broker.username = "\(node.nodeID)"
      settings.broker.passwordFile = try secret("password of \(node.nodeID)", in: test.directory)
      return settings
    }
  }

  private func secret(_ text: String, in directory: TemporaryDirectory) throws -> String {
    let path = directory.file(text.replacing(" ", with: "-"))
    let ownerOnly: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
    try #require(FileManager.default.createFile(atPath: path, contents: Data("\(text)\n".utf8), attributes: ownerOnly))
    return path
  }
}

extension String {
  fileprivate func count(of part: String) -> Int { ranges(of: part).count }
}

import CMosquitto
import Foundation
import KeySyncTestSupport
import Testing

@testable import KeySyncBroker

@Suite(.enabled("needs openssl to make a certificate") { (try? BrokerTLSTests.certificate) != nil })
struct `An encrypted connection` {
  @Test func `comes about when the certificate is trusted and names the host`() async throws {
    try await attempt(host: "127.0.0.1", trusting: true) { publisher, _ in
      try await eventually("connected") { publisher.isConnected }
      let acknowledgement = try await publisher.publish(Publication(topic: "t", payload: [1]))
      #expect(acknowledgement.reason == .noMatchingSubscribers)
    }
  }

  @Test(arguments: [("127.0.0.1", false), ("localhost", true)])
  func `is not made to a stranger, nor under another name`(host: String, isTrusted: Bool) async throws {
    try await attempt(host: host, trusting: isTrusted) { publisher, events in
      try await eventually("an attempt") { !events.ends.isEmpty }
      #expect("\(events.ends[0])".contains("MOSQ_ERR_TLS (8)"))
      #expect(publisher.connections == 0)
    }
  }

  private func attempt(
    host: String,
    trusting isTrusted: Bool,
    _ body: (BrokerPublisher, Recorder<BrokerEvent>) async throws -> Void
  ) async throws {
    let (certificate, key) = try #require(try BrokerTLSTests.certificate)
    let listener = """
      listener PORT 127.0.0.1
      allow_anonymous true
      certfile certificate.pem
      keyfile key.pem
      """
    try await withBroker(configuration: listener, files: ["certificate.pem": certificate, "key.pem": key]) { broker in
      let trusted = isTrusted ? broker.directory.file("certificate.pem") : nil
      let options = ConnectionOptions(
        endpoint: BrokerEndpoint(host: host, port: broker.port, isEncrypted: true),
        access: BrokerAccess(tls: BrokerTLS(authorityFile: trusted)),
        clientID: "encrypted"
      )
      let events = Recorder<BrokerEvent>()
      let publisher = BrokerPublisher(options, observe: events.record)
      publisher.start()
      defer { publisher.stop() }
      try await body(publisher, events)
    }
  }
}

/// A certificate for 127.0.0.1 and nothing else, signed by itself.
enum BrokerTLSTests {
  static var certificate: (certificate: String, key: String)? {
    get throws {
      let directory = try TemporaryDirectory()
      let command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=broker"
        + " -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out certificate.pem"
      let words = ["/usr/bin/env"] + command.split(separator: " ").map(String.init)
      guard let process = LeashedProcess(words, directory: directory.path, log: "log"), process.waitForSuccess() else {
        return nil
      }
      return (
        try String(contentsOfFile: directory.file("certificate.pem"), encoding: .utf8),
        try String(contentsOfFile: directory.file("key.pem"), encoding: .utf8)
      )
    }
  }
}

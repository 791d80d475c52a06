import Testing

@testable import KeySyncBroker

@Suite struct `The URL of a broker` {
  @Test(arguments: [
    ("mqtt://localhost", "localhost", 1883, false),
    ("mqtts://broker.example", "broker.example", 8883, true),
    ("mqtt://10.0.0.7:1884", "10.0.0.7", 1884, false),
    ("MQTTS://b:1/", "b", 1, true),
    ("mqtt://[::1]", "::1", 1883, false),
    ("mqtts://[fe80::1%eth0]:65535", "fe80::1%eth0", 65535, true),
  ])
  func `is read into host, port and encryption`(url: String, host: String, port: UInt16, isEncrypted: Bool) throws {
    let endpoint = try BrokerEndpoint(url: url)
    #expect(endpoint == BrokerEndpoint(host: host, port: port, isEncrypted: isEncrypted))
    #expect(try BrokerEndpoint(url: endpoint.description) == endpoint)
  }

  @Test(arguments: [
    ("localhost", BrokerEndpointError.scheme("localhost")),
    ("http://localhost", .scheme("http://localhost")),
    ("", .scheme("")),
    ("mqtt:/localhost", .scheme("mqtt:/localhost")),
    ("mqtt://", .host("mqtt://")),
    ("mqtt://:1883", .host("mqtt://:1883")),
    ("mqtt://::1", .host("mqtt://::1")),
    ("mqtt://a:b:c", .port("b:c")),
    ("mqtt://[localhost]", .host("mqtt://[localhost]")),
    ("mqtt://[::1", .host("mqtt://[::1")),
    ("mqtt://[::1]1883", .host("mqtt://[::1]1883")),
    ("mqtt://two words", .host("mqtt://two words")),
    ("mqtt://name:secret@localhost", .userInformation),
    ("mqtt://name@localhost", .userInformation),
    ("mqtt://localhost/topic", .path("mqtt://localhost/topic")),
    ("mqtt://localhost?a=b", .path("mqtt://localhost?a=b")),
    ("mqtt://localhost:", .port("")),
    ("mqtt://localhost:0", .port("0")),
    ("mqtt://localhost:65536", .port("65536")),
    ("mqtt://localhost:+1", .port("+1")),
    ("mqtt://localhost:１", .port("１")),
  ])
  func `is refused with its reason`(url: String, error: BrokerEndpointError) {
    #expect(throws: error) { try BrokerEndpoint(url: url) }
  }

  @Test func `with a user name is refused without repeating it`() {
    let error = #expect(throws: BrokerEndpointError.self) { try BrokerEndpoint(url: "mqtt://me:hunter2@localhost") }
    #expect(error.map { !"\($0)".contains("hunter2") } == true)
  }

  @Test func `goes with credentials whose password shows nowhere`() {
    let access = BrokerAccess(credentials: BrokerCredentials(userName: "node", password: "hunter2"))
    var dumped = ""
    dump(access, to: &dumped)
    for text in ["\(access)", String(reflecting: access), dumped] {
      #expect(text.contains("node") && !text.contains("hunter2"))
    }
  }
}

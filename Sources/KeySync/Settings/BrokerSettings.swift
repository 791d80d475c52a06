import KeySyncBroker

/// Where the broker is and what it asks of us. File names in `keysync.yaml` are taken from the file's own directory.
public struct BrokerSettings: Sendable, Equatable {
  /// Where the broker is.
  package var endpoint: BrokerEndpoint
  /// The user name; the broker's access list expects the node id.
  public var username: String?
  /// The file whose first line is the password.
  public var passwordFile: String?
  /// The certificates of the authorities that are trusted (PEM); nil for those of the system.
  public var caFile: String?
  /// This node's certificate (PEM).
  public var certificateFile: String?
  /// The private key of the certificate (PEM, not encrypted).
  public var keyFile: String?

  /// A broker that asks for nothing: `mqtt://HOST[:PORT]`, or `mqtts://HOST[:PORT]` with TLS.
  ///
  /// - Throws: an error whose description says what is wrong with the URL.
  public init(url: String) throws { endpoint = try BrokerEndpoint(url: url) }

  /// The broker on this machine.
  init() { endpoint = BrokerEndpoint(host: "localhost", port: BrokerEndpoint.plainPort) }

  /// Where the broker is, always with its port.
  public var url: String { endpoint.description }
}

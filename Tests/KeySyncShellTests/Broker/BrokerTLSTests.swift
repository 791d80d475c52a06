import KeySyncBroker
import KeySyncTestSupport
import Testing

/// What goes wrong with TLS is tried where it is put into words, in `BrokerTroubleTests`.
@Suite struct `An encrypted connection` {
  @Test func `comes about when the certificate is trusted and names the host`() async throws {
    let authority = try CertificateAuthority()
    try await attempt(authority, BrokerTLS(authorityFile: authority.certificateFile))
  }

  @Test func `comes about to a broker that demands a certificate, when it is shown one`() async throws {
    let authority = try CertificateAuthority()
    let certificate = try authority.issue("client", for: "DNS:client")
    let client = BrokerTLS.ClientCertificate(
      certificateFile: certificate.certificateFile,
      keyFile: certificate.keyFile
    )
    try await attempt(
      authority,
      BrokerTLS(authorityFile: authority.certificateFile, client: client),
      demands: "cafile \(authority.certificateFile)\nrequire_certificate true"
    )
  }

  private func attempt(_ authority: CertificateAuthority, _ tls: BrokerTLS, demands: String = "") async throws {
    try await withEncryptedBroker(try authority.issue("server"), demands) { broker in
      let publisher = BrokerPublisher(
        ConnectionOptions(
          endpoint: BrokerEndpoint(host: "127.0.0.1", port: broker.port, isEncrypted: true),
          access: BrokerAccess(tls: tls),
          clientID: "encrypted"
        )
      )
      publisher.start()
      defer { publisher.stop() }
      try await eventually("connected") { publisher.isConnected }
      let acknowledgement = try await publisher.publish(Publication(topic: "t", payload: [1]))
      #expect(acknowledgement.reason == .noMatchingSubscribers)
    }
  }
}

/// Lends a broker whose port speaks TLS.
func withEncryptedBroker(
  _ certificate: CertificateAuthority.Certificate,
  _ demands: String = "",
  _ body: (MosquittoBroker) async throws -> Void
) async throws {
  let configuration = """
    listener PORT 127.0.0.1
    allow_anonymous true
    certfile \(certificate.certificateFile)
    keyfile \(certificate.keyFile)
    \(demands)
    """
  try await withBroker(configuration: configuration, body)
  withExtendedLifetime(certificate) {}
}

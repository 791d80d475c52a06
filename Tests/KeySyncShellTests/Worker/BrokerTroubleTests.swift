import KeySyncBroker
import KeySyncTestSupport
import Testing

@testable import KeySync

/// What is wrong, as the log of a worker says it, tried with real brokers.
@Suite struct `A broker that cannot be reached or does not let us in` {
  @Test func `is not there`() async throws {
    let port = try #require(LoopbackPort.free())
    let url = "mqtt://127.0.0.1:\(port)"
    try await expect("nobody listens at \(url); start the broker, or correct 'broker.url'", url)
    try await expect(
      "the host of mqtt://nowhere.invalid:1883 is not found (Name or service not known); look at 'broker.url' and at this "
        + "machine's name service",
      "mqtt://nowhere.invalid"
    )
  }

  @Test func `says nothing`() async throws {
    let silent = try #require(SilentListener(isAnswering: true))
    let url = "mqtt://127.0.0.1:\(silent.port)"
    try await expect(
      "\(url) takes the connection and says nothing; look at the broker, and at the port in 'broker.url'",
      url
    )
  }

  @Test func `wants a name, or another password`() async throws {
    let passwords = try PasswordList.text(["node": "right"])
    let configuration = "listener PORT 127.0.0.1\nallow_anonymous false\npassword_file passwords"
    try await withBroker(configuration: configuration, files: ["passwords": passwords]) { broker in
      try await expect(
        "\(broker.url) does not accept user name 'node' with its password; look at 'broker.username', 'broker.password_file' "
          + "and the broker's list of passwords",
        broker.url,
        BrokerCredentials(userName: "node", password: "wrong")
      )
      try await expect(
        "\(broker.url) lets nobody in without a name; set 'broker.username' and 'broker.password_file'",
        broker.url
      )
    }
  }

  @Test func `speaks TLS, and we do not`() async throws {
    try await withEncryptedBroker(try CertificateAuthority().issue("server")) { broker in
      try await expect(
        "\(broker.url) hung up before it let us in; if its port speaks TLS, 'broker.url' must begin with mqtts://",
        broker.url
      )
    }
  }

  @Test func `does not speak TLS, and we do`() async throws {
    try await withBroker { broker in
      let url = broker.encryptedURL
      try await expect(
        "\(url) does not speak TLS; if it is meant to be without, 'broker.url' must begin with mqtt://",
        url
      )
    }
  }

  @Test func `speaks only TLS that is no longer safe`() async throws {
    let authority = try CertificateAuthority()
    let certificate = try authority.issue("server")
    let directory = try TemporaryDirectory()
    let port = try #require(LoopbackPort.free())
    let command =
      "/usr/bin/env openssl s_server -www -accept 127.0.0.1:\(port) -tls1_1 -cipher DEFAULT:@SECLEVEL=0"
      + " -cert \(certificate.certificateFile) -key \(certificate.keyFile)"
    let words = command.split(separator: " ").map(String.init)
    let server = try #require(LeashedProcess(words, directory: directory.path, log: "log"))
    defer { server.end(with: 9) }
    let url = "mqtts://127.0.0.1:\(port)"
    try await expect(
      "\(url) offers no TLS that is safe; TLS 1.2 or newer must be enabled there",
      url,
      tls: BrokerTLS(authorityFile: authority.certificateFile)
    ) {
      // It is not there yet at first.
      if case .insecure = $0 { true } else { false }
    }
  }
}

extension `A broker that cannot be reached or does not let us in` {
  @Test func `shows a certificate that no authority vouches for`() async throws {
    let stranger = try CertificateAuthority()
    try await withEncryptedBroker(try CertificateAuthority().issue("server")) { broker in
      let url = broker.encryptedURL
      for tls in [BrokerTLS(authorityFile: stranger.certificateFile), BrokerTLS()] {
        try await expect(
          "the certificate of \(url) is not vouched for by an authority we trust; 'broker.ca_file' must name the certificate of "
            + "the one that signed it",
          url,
          tls: tls
        )
      }
    }
  }

  @Test func `shows a certificate that has expired, or is another's`() async throws {
    let authority = try CertificateAuthority()
    let trusted = BrokerTLS(authorityFile: authority.certificateFile)
    try await withEncryptedBroker(try authority.issue("expired", days: -1)) { broker in
      let url = broker.encryptedURL
      try await expect(
        "the certificate of \(url) has expired; its operator must renew it, if this machine's clock is right",
        url,
        tls: trusted
      )
    }
    try await withEncryptedBroker(try authority.issue("other", for: "DNS:elsewhere.example")) { broker in
      let url = broker.encryptedURL
      try await expect(
        "the certificate of \(url) is not made out to '127.0.0.1'; 'broker.url' must call the broker by a name in its "
          + "certificate",
        url,
        tls: trusted
      )
    }
  }

  @Test func `demands a certificate and does not accept ours`() async throws {
    let authority = try CertificateAuthority()
    let demands = "cafile \(authority.certificateFile)\nrequire_certificate true"
    let (alien, expired) = (try CertificateAuthority().issue("alien"), try authority.issue("expired", days: -1))
    let advice = "'broker.certificate_file' must be in date and signed by an authority that the broker trusts"
    func showing(_ certificate: CertificateAuthority.Certificate, key: String) -> BrokerTLS {
      let client = BrokerTLS.ClientCertificate(certificateFile: certificate.certificateFile, keyFile: key)
      return BrokerTLS(authorityFile: authority.certificateFile, client: client)
    }
    try await withEncryptedBroker(try authority.issue("server"), demands) { broker in
      let url = broker.encryptedURL
      let cases = [
        "\(url) demands a certificate; set 'broker.certificate_file' and 'broker.key_file'":
          BrokerTLS(authorityFile: authority.certificateFile),
        "\(url) does not accept our certificate (tlsv1 alert unknown ca); \(advice)":
          showing(alien, key: alien.keyFile),
        "\(url) does not accept our certificate (sslv3 alert certificate expired); \(advice)":
          showing(expired, key: expired.keyFile),
        "a file for TLS cannot be used (Unable to load client key file \"\(expired.keyFile)\".); look at 'broker.ca_file', "
          + "'broker.certificate_file' and 'broker.key_file'": showing(alien, key: expired.keyFile),
      ]
      for (sentence, tls) in cases { try await expect(sentence, url, tls: tls) }
    }
    withExtendedLifetime(alien) {}
  }

  /// The sentence is that for the first attempt that ends as awaited; none may succeed.
  private func expect(
    _ sentence: String,
    _ url: String,
    _ credentials: BrokerCredentials? = nil,
    tls: BrokerTLS = BrokerTLS(),
    where isAwaited: @escaping @Sendable (ConnectionEnd) -> Bool = { _ in true }
  ) async throws {
    let options = ConnectionOptions(
      endpoint: try BrokerEndpoint(url: url),
      access: BrokerAccess(credentials: credentials, tls: tls),
      clientID: "troubled"
    )
    let events = Recorder<BrokerEvent>()
    let publisher = BrokerPublisher(options, observe: events.record)
    publisher.start()
    defer { publisher.stop() }
    try await eventually("an attempt") { events.ends.contains(where: isAwaited) }
    let end = try #require(events.ends.first(where: isAwaited))
    #expect(BrokerTrouble(options).sentence(for: end) == sentence)
    #expect(publisher.connections == 0)
  }
}

extension MosquittoBroker {
  fileprivate var encryptedURL: String { "mqtts://127.0.0.1:\(port)" }
}

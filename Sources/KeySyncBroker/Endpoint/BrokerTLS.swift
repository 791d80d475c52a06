/// Certificates of an encrypted connection, as paths of PEM files. The broker's name is always verified.
package struct BrokerTLS: Sendable, Equatable {
  /// The authorities trusted; nil for those of the system (`systemAuthorities`).
  package var authorityFile: String?
  /// What we show the broker, if it asks for a certificate.
  package var client: ClientCertificate?

  /// Where Linux distributions keep the authorities they trust, hashed as OpenSSL wants them.
  package static let systemAuthorities = "/etc/ssl/certs"

  package init(authorityFile: String? = nil, client: ClientCertificate? = nil) {
    self.authorityFile = authorityFile
    self.client = client
  }

  /// A certificate and its private key, which must not be encrypted: nobody is there to type a password.
  package struct ClientCertificate: Sendable, Equatable {
    package let certificateFile: String
    package let keyFile: String

    package init(certificateFile: String, keyFile: String) {
      self.certificateFile = certificateFile
      self.keyFile = keyFile
    }
  }
}

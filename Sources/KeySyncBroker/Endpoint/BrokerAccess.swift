/// What a broker asks of us before it lets us in: by default nothing.
package struct BrokerAccess: Sendable, Equatable {
  /// The name and password sent in CONNECT.
  package var credentials: BrokerCredentials?
  /// Which certificates are trusted and shown on an encrypted connection.
  package var tls: BrokerTLS

  package init(credentials: BrokerCredentials? = nil, tls: BrokerTLS = BrokerTLS()) {
    self.credentials = credentials
    self.tls = tls
  }
}

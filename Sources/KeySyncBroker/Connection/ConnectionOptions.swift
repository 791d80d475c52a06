/// How a connection presents itself to the broker.
package struct ConnectionOptions: Sendable {
  package var endpoint: BrokerEndpoint
  package var access: BrokerAccess
  /// The broker knows the session by it; of two connections with the same one, the broker ends the older.
  package var clientID: String
  /// Whether a session left from before is thrown away.
  package var startsClean: Bool
  /// How long the broker keeps the session, and queues for it, after the connection ended; 0 for not at all.
  package var sessionExpirySeconds: UInt32
  /// The longest silence (5 … 65535) before a ping; a dead broker is noticed within twice that.
  package var keepaliveSeconds: UInt16
  package var will: LastWill?
  /// Deliveries the broker may send ahead of our acknowledgements.
  package var receiveMaximum: UInt16
  /// How long the broker may acknowledge nothing while publications wait for it, before the connection is given up. A message
  /// of the largest size passes in this time at 13 kB/s.
  package var acknowledgementTime: Duration

  /// Two batches: while one is being committed the next is on its way.
  package static let twoBatches = UInt16(2 * BatchBounds.deliveries)

  package init(
    endpoint: BrokerEndpoint,
    access: BrokerAccess = BrokerAccess(),
    clientID: String,
    startsClean: Bool = false,
    sessionExpirySeconds: UInt32 = 0,
    keepaliveSeconds: UInt16 = 60,
    will: LastWill? = nil,
    receiveMaximum: UInt16 = Self.twoBatches,
    acknowledgementTime: Duration = .seconds(20)
  ) {
    self.endpoint = endpoint
    self.access = access
    self.clientID = clientID
    self.startsClean = startsClean
    self.sessionExpirySeconds = sessionExpirySeconds
    self.keepaliveSeconds = keepaliveSeconds
    self.will = will
    self.receiveMaximum = receiveMaximum
    self.acknowledgementTime = acknowledgementTime
  }
}

/// A message to publish.
package struct Publication: Sendable, Equatable {
  package var topic: String
  package var payload: [UInt8]
  package var qos: QualityOfService
  /// Whether the broker keeps it for later subscribers.
  package var isRetained: Bool
  /// MQTT 5 content type.
  package var contentType: String?
  /// MQTT 5 message expiry, in seconds; nil for never.
  package var expirySeconds: UInt32?

  package init(
    topic: String,
    payload: [UInt8],
    qos: QualityOfService = .atLeastOnce,
    isRetained: Bool = false,
    contentType: String? = nil,
    expirySeconds: UInt32? = nil
  ) {
    self.topic = topic
    self.payload = payload
    self.qos = qos
    self.isRetained = isRetained
    self.contentType = contentType
    self.expirySeconds = expirySeconds
  }
}

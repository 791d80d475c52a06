/// A message the broker delivered.
package struct Delivery: Sendable, Equatable {
  package let topic: String
  package let payload: [UInt8]
  /// Whether the broker had kept it from before our subscription (the MQTT retain flag).
  package let isRetained: Bool

  package init(topic: String, payload: [UInt8], isRetained: Bool = false) {
    self.topic = topic
    self.payload = payload
    self.isRetained = isRetained
  }
}

/// What the broker publishes for us when our connection ends without a farewell.
package struct LastWill: Sendable, Equatable {
  package let topic: String
  package let payload: [UInt8]
  package let qos: QualityOfService
  package let isRetained: Bool

  package init(topic: String, payload: [UInt8], qos: QualityOfService = .atLeastOnce, isRetained: Bool = true) {
    self.topic = topic
    self.payload = payload
    self.qos = qos
    self.isRetained = isRetained
  }
}

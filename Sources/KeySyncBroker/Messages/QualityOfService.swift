/// How hard MQTT tries to deliver. Exactly once (2) is never used: its body waits in client memory.
package enum QualityOfService: UInt8, Sendable {
  /// Sent once, not acknowledged.
  case atMostOnce = 0
  /// Sent until acknowledged.
  case atLeastOnce = 1
}

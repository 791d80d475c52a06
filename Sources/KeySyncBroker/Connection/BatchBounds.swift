/// When a batch of deliveries is full and goes to its handler.
package enum BatchBounds {
  /// One transaction's worth: beyond it the cost of the commit no longer shows in the cost of a message.
  package static let deliveries = 256
  /// What a batch may hold in memory before no further delivery is read into it; the last one may go beyond.
  package static let payloadBytes = 4 * 1024 * 1024
}

/// What a batch still has room for.
struct BatchRoom {
  private(set) var deliveries = BatchBounds.deliveries
  private(set) var payloadBytes = BatchBounds.payloadBytes

  var isFull: Bool { deliveries <= 0 || payloadBytes <= 0 }

  mutating func take(_ deliveries: Int, payloadBytes: Int) {
    self.deliveries -= deliveries
    self.payloadBytes -= payloadBytes
  }
}

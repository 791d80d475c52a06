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

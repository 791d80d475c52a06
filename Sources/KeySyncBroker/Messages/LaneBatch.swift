/// What one lane contributes to a batch: 1 or more deliveries in the order of their arrival.
package struct LaneBatch: Sendable, Equatable {
  package let lane: Int
  package let deliveries: [Delivery]

  package init(lane: Int, deliveries: [Delivery]) {
    self.lane = lane
    self.deliveries = deliveries
  }
}

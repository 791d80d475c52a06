/// When a batch of deliveries is full and goes to its handler.
package enum BatchBounds {
  /// One transaction's worth: beyond it the cost of the commit no longer shows in the cost of a message.
  package static let deliveries = 512
  /// What a batch may hold in memory before no further delivery is read into it; the last one may go beyond.
  package static let payloadBytes = 4 * 1024 * 1024
}

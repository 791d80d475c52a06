/// What becomes of a batch of deliveries once its handler has returned.
package enum BatchVerdict: Sendable, Equatable {
  /// The batch is durable: the broker may forget it.
  case acknowledge
  /// Nothing was kept: drop the connection unacknowledged, pause, connect again; the broker then delivers all of it again.
  case redeliver
  /// Nothing was kept, and somebody else reads here now: drop the connection unacknowledged, and do not connect again.
  case letGo
}

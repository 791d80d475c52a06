/// Reads subscriptions through one persistent session and acknowledges a batch only after its handler has returned.
///
/// It runs from `start` until `stop`, and connects again for ever.
package final class BrokerReader: Sendable {
  private let connection: BrokerConnection<ReaderRole>

  /// - Parameters:
  ///   - handle: called with 1 or more deliveries in the order of their arrival (bounds: `BatchBounds`), on the reader's own
  ///     thread, which it may block. The same message may come again after any end of the connection. Payloads may be of any
  ///     size: a limit told to the broker would make it drop larger ones unseen.
  ///   - observe: called on the same thread; `stopped` may come from the one that calls `stop`.
  package init(
    _ options: ConnectionOptions,
    subscriptions: [Subscription],
    observe: @escaping @Sendable (BrokerEvent) -> Void = { _ in },
    handle: @escaping @Sendable ([Delivery]) -> BatchVerdict
  ) {
    connection = BrokerConnection(options, observe: observe) {
      ReaderRole(subscriptions, observe: observe, handle: handle)
    }
  }

  /// Starts the reader's thread; once only.
  package func start() { connection.start() }

  /// Asks it to finish its batch and disconnect; the broker keeps the session for its expiry time.
  package func stop() { connection.stop() }

  /// Returns when the thread has finished, within 2 seconds of the handler's last return.
  package func waitUntilStopped() async { await connection.control.waitUntilEnded() }

  package var isConnected: Bool { connection.control.isConnected }

  /// How often a broker has accepted it: reconnections and one.
  package var connections: Int { connection.control.connections }
}

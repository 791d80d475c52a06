/// Publishes over one connection, for any task that asks.
///
/// It runs from `start` until `stop`, and connects again for ever. It keeps nothing for later: while there is no connection
/// a publication fails, and whoever wants it sent asks again.
package final class BrokerPublisher: Sendable {
  private let queue: PublishQueue
  private let connection: BrokerConnection<PublisherRole>

  /// - Parameters:
  ///   - greeting: published first after every CONNACK.
  ///   - observe: called on the publisher's own thread; `stopped` may come from the one that calls `stop`.
  package init(
    _ options: ConnectionOptions,
    greeting: [Publication] = [],
    observe: @escaping @Sendable (BrokerEvent) -> Void = { _ in }
  ) {
    let queue = PublishQueue()
    self.queue = queue
    connection = BrokerConnection(options, observe: observe) {
      PublisherRole(
        queue: queue,
        greeting: greeting,
        acknowledgementTime: options.acknowledgementTime,
        observe: observe
      )
    }
  }

  /// Starts the publisher's thread; once only.
  package func start() { connection.start() }

  /// Publishes and returns at the broker's acknowledgement (at most once: when written). Those beyond the broker's
  /// receive-maximum wait in the order of asking; how many may wait is for the callers to bound.
  ///
  /// It fails at once while disconnected, and otherwise at the latest when the connection is found to be dead: when nothing has
  /// been acknowledged for `ConnectionOptions.acknowledgementTime`.
  package func publish(_ publication: Publication) async throws(PublishError) -> PublishAcknowledgement {
    let result = await withCheckedContinuation { continuation in
      let entry = PublishQueue.Entry(publication: publication, continuation: continuation)
      if queue.append(entry) {
        connection.control.wakeup.signal()
      } else {
        continuation.resume(returning: .failure(.notConnected))
      }
    }
    return try result.get()
  }

  /// Asks it to publish last words, wait for outstanding acknowledgements, and disconnect, so that the will stays unsaid.
  /// Without a connection nothing is published: the broker has published the will.
  package func stop(publishing lastWords: Publication? = nil) {
    queue.setLastWords(lastWords)
    connection.stop()
  }

  /// Returns when the thread has finished, within 4 seconds of the stop.
  package func waitUntilStopped() async { await connection.control.waitUntilEnded() }

  package var isConnected: Bool { connection.control.isConnected }

  /// How often a broker has accepted it: reconnections and one.
  package var connections: Int { connection.control.connections }
}

import KeySyncBroker

/// A publishing connection that is made once: for commands, which say why there is none instead of trying for ever.
enum SingleConnection {
  /// Connects, lends the publisher, and disconnects.
  ///
  /// - Throws: `BrokerUnavailable` when the broker is away, refuses us or cannot be trusted; what the body throws.
  static func lend(_ options: ConnectionOptions, _ body: (BrokerPublisher) async throws -> Void) async throws {
    let (answers, answer) = AsyncStream.makeStream(of: ConnectionEnd?.self, bufferingPolicy: .bufferingOldest(1))
    let publisher = BrokerPublisher(options) { event in
      switch event {
      case .connected: answer.yield(nil)
      case .ended(let end): answer.yield(end)
      default: break
      }
    }
    publisher.start()
    let result: Result<Void, any Error>
    do {
      guard let answer = await answers.first(where: { _ in true }) else { throw CancellationError() }
      if let end = answer {
        throw BrokerUnavailable(description: BrokerTrouble(options).sentence(for: end))
      }
      result = .success(try await body(publisher))
    } catch { result = .failure(error) }
    publisher.stop()
    await publisher.waitUntilStopped()
    try result.get()
  }
}

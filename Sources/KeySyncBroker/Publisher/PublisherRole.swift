/// Publishing: the greeting after every CONNACK, then what waits in the queue, never more than the broker takes at once.
struct PublisherRole: ConnectionRole {
  let queue: PublishQueue
  let greeting: [Publication]
  let observe: @Sendable (BrokerEvent) -> Void
  /// Sent and not acknowledged, by the number of their packet.
  private var inFlight: [CInt: PublishQueue.Entry] = [:]
  /// When the broker last acknowledged something, or had nothing to acknowledge.
  private var lastProgress = ContinuousClock.now
  private let acknowledgementTime: Duration
  /// How many may be in flight; 0 until the broker has said so, and at the end.
  private var limit = 0

  /// More in flight than this gains nothing on a local network and only repeats more work after a loss.
  static let mostInFlight = 256

  init(
    queue: PublishQueue,
    greeting: [Publication],
    acknowledgementTime: Duration,
    observe: @escaping @Sendable (BrokerEvent) -> Void
  ) {
    self.queue = queue
    self.greeting = greeting
    self.acknowledgementTime = acknowledgementTime
    self.observe = observe
  }

  mutating func open(_ connection: borrowing MosquittoHandle, _ answer: Arrivals.ConnectAnswer) {
    limit = min(Int(answer.receiveMaximum), Self.mostInFlight)
    lastProgress = .now
    for publication in greeting { send(PublishQueue.Entry(publication: publication, continuation: nil), connection) }
    queue.open()
  }

  mutating func work(_ connection: borrowing MosquittoHandle) throws(ConnectionEnd) {
    let acknowledgements = connection.arrivals.takePublished()
    if inFlight.isEmpty || !acknowledgements.isEmpty { lastProgress = .now }
    for acknowledgement in acknowledgements {
      guard let entry = inFlight.removeValue(forKey: acknowledgement.packet) else { continue }
      let reason = acknowledgement.reason
      settle(entry, reason.isFailure ? .failure(.refused(reason)) : .success(PublishAcknowledgement(reason: reason)))
    }
    for entry in queue.take(atMost: max(0, limit - inFlight.count)) { send(entry, connection) }
    if !inFlight.isEmpty, .now - lastProgress > acknowledgementTime { throw .stalled }
  }

  /// What waits is not sent any more; what is in flight may still be acknowledged.
  mutating func bidFarewell(_ connection: borrowing MosquittoHandle) {
    guard limit > 0 else { return }
    closeQueue()
    guard let lastWords = queue.takeLastWords() else { return }
    send(PublishQueue.Entry(publication: lastWords, continuation: nil), connection)
  }

  var isSettled: Bool { inFlight.isEmpty }

  mutating func close() {
    closeQueue()
    let lost = inFlight.values
    inFlight = [:]
    for entry in lost { entry.continuation?.resume(returning: .failure(.connectionLost)) }
  }

  private mutating func closeQueue() {
    limit = 0
    for entry in queue.close() { settle(entry, .failure(.notConnected)) }
  }

  private mutating func send(_ entry: PublishQueue.Entry, _ connection: borrowing MosquittoHandle) {
    do throws(MosquittoError) {
      inFlight[try connection.publish(entry.publication)] = entry
    } catch {
      settle(entry, .failure(error.blamesTheRequest ? .invalid(error) : .connectionLost))
    }
  }

  private func settle(_ entry: PublishQueue.Entry, _ result: Result<PublishAcknowledgement, PublishError>) {
    if let continuation = entry.continuation {
      continuation.resume(returning: result)
    } else if case .failure(let error) = result {
      observe(.publicationFailed(topic: entry.publication.topic, error))
    }
  }
}

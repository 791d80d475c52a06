import KeySyncBroker
import KeySyncStore

/// A message of the cluster's topics, for programs that bring their own MQTT connection instead of a `Worker`.
public struct ClusterMessage: Sendable, Equatable {
  /// The topic's name.
  public var topic: String
  /// The signed object.
  public var payload: [UInt8]
  /// The retain flag, as the broker delivered it or as it is to be published.
  public var isRetained: Bool

  /// A message as the broker delivered it.
  public init(topic: String, payload: [UInt8], isRetained: Bool = false) {
    self.topic = topic
    self.payload = payload
    self.isRetained = isRetained
  }
}

extension KeySynchronizer {
  /// What to subscribe to, at QoS 1.
  public var topicFilters: [String] { subscriptions }

  /// Takes messages that came from the broker down the line of checks. When it returns, all that follows is on disk: only
  /// then acknowledge them to the broker. What is not accepted is counted, not thrown.
  ///
  /// - Returns: what to publish in answer, at QoS 1; it need not be kept.
  /// - Throws: what the store throws; nothing has happened then, and the messages must be handed in again.
  public func handle(_ messages: [ClusterMessage]) throws -> [ClusterMessage] {
    let replies = try receive(
      messages.map { Delivery(topic: $0.topic, payload: $0.payload, isRetained: $0.isRetained) }
    )
    return try replies.flatMap { try self.messages(for: $0) }.map(ClusterMessage.init)
  }

  /// Publishes the queued changes that are due through a connection of one's own.
  ///
  /// - Parameter publish: returns once the broker has acknowledged the message (QoS 1), and throws when it has not; those
  ///   changes are due again a second later.
  /// - Returns: how many messages were published.
  public func publishDue(_ publish: (ClusterMessage) async throws -> Void) async throws -> Int {
    var (sent, unsent): ([OutgoingMessage], [OutgoingMessage]) = ([], [])
    for message in try nextMessages() {
      do {
        try await publish(ClusterMessage(message))
        sent.append(message)
      } catch { unsent.append(message) }
    }
    try note(sent: sent, unsent: unsent)
    return sent.count
  }

  /// What this node says of itself, to be published retained at QoS 1 at the start and at least every two minutes.
  public func announcementMessage() throws -> ClusterMessage { ClusterMessage(try announcement()) }

  /// Compares heads with peers and exchanges what is lacked, through a connection of one's own: to be called several times a
  /// second, and after messages were handled.
  ///
  /// - Returns: what to publish, at QoS 1; it need not be kept.
  public func reconciliationMessages() throws -> [ClusterMessage] { try reconcile().map(ClusterMessage.init) }

  /// Makes every change due now that some peer has not confirmed, whatever pause it was in, and asks for a comparison with
  /// every peer.
  ///
  /// - Returns: how many changes there are.
  @discardableResult
  public func requestFullSync() throws -> Int {
    let now = now()
    return try node.store.write(handle) { transaction in
      for peer in try peerState(transaction).all.sorted() {
        try transaction.hurryOutbox(for: peer, at: now)
        _ = try transaction.request(syncWith: peer, isFull: true, at: now)
      }
      return try transaction.outboxCount()
    }
  }
}

extension ClusterMessage {
  fileprivate init(_ message: OutgoingMessage) {
    self.init(topic: message.topic, payload: message.payload, isRetained: message.isRetained)
  }
}

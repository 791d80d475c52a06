import KeySyncBroker

/// A signed object on its way to a topic.
package struct OutgoingMessage: Sendable {
  package let topic: String
  package let payload: [UInt8]
  /// The rows of the outbox that it carries; none for a reply.
  package let rows: [Int64]
  /// Whether it carries rows again, to a peer that has not answered for them.
  var isRetry = false
  /// Whether the broker keeps it for whoever comes later.
  let isRetained: Bool

  init(topic: String, payload: [UInt8], rows: [Int64] = [], isRetained: Bool = false) {
    self.topic = topic
    self.payload = payload
    self.rows = rows
    self.isRetained = isRetained
  }

  private static let contentType = #"application/cose; cose-type="cose-sign1""#
  /// The freshness of messages: later they would be refused anyway.
  private static let expirySeconds = UInt32(Limits.freshness / 1000)

  /// How the broker is told (PROTOCOL section 9).
  package var publication: Publication {
    Publication(
      topic: topic,
      payload: payload,
      qos: .atLeastOnce,
      isRetained: isRetained,
      contentType: Self.contentType,
      expirySeconds: Self.expirySeconds
    )
  }
}

extension KeySynchronizer {
  /// A message with the changes, sealed to the readers unless encryption is off. To one node it goes by inbox, else by the
  /// partition's topic.
  func message(
    _ changes: [Change],
    id: MessageID,
    to destination: Destination,
    readers: [NodeID],
    rows: [Int64] = [],
    at now: WallTime
  ) throws -> OutgoingMessage {
    let header = ObjectHeader(messageID: id, timestamp: now, to: destination.recipient)
    let body = options.encryption ? try seal(changes, id: id, for: readers) : .clear(changes)
    var message = OutgoingMessage(
      topic: topic(destination),
      payload: SyncObject.message(body).signed(header, cluster: cluster, by: node.signer),
      rows: rows
    )
    // The first attempt is a broadcast.
    message.isRetry = !rows.isEmpty && destination.recipient != nil
    return message
  }

  /// Any other object, to one node's inbox.
  func object(_ object: SyncObject, id: MessageID? = nil, to recipient: NodeID, at now: WallTime) -> OutgoingMessage {
    let header = ObjectHeader(messageID: id ?? .random(from: node.randomness), timestamp: now, to: recipient)
    return OutgoingMessage(
      topic: topic(.inbox(recipient)),
      payload: object.signed(header, cluster: cluster, by: node.signer)
    )
  }

  private func seal(_ changes: [Change], id: MessageID, for readers: [NodeID]) throws -> MessageBody {
    let additionalData = SealedChanges.additionalData(cluster: cluster, sender: node.nodeID, messageID: id)
    return .sealed(try node.sealer.seal(changes.encoded, additionalData: additionalData, for: readers))
  }

  private func topic(_ destination: Destination) -> String {
    switch destination {
    case .broadcast(let partition): topics.sync(from: node.nodeID, partition)
    case .inbox(let recipient): topics.inbox(of: recipient, from: node.nodeID)
    }
  }
}

/// Where a message goes.
enum Destination: Hashable, Comparable {
  case broadcast(Partition)
  case inbox(NodeID)

  var recipient: NodeID? {
    if case .inbox(let node) = self { node } else { nil }
  }
}

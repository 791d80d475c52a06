import KeySync
import KeySyncBroker

/// Whether a frame may be processed, by PROTOCOL section 6, checks 4, 5 and 7, read word for word: a second opinion on what a node has
/// said that it processed.
struct ReferenceAdmission {
  let cluster: ClusterName
  let cryptography: any Cryptography
  let node: NodeID
  let now: WallTime

  /// The id of the message, if it came rightly: fresh, signed by the sender of its topic, addressed to this node where it came by
  /// its inbox, and not kept by the broker.
  func rightMessage(in delivery: Delivery) -> MessageID? {
    guard !delivery.isRetained, let envelope = try? Envelope(delivery.payload),
      let (header, _) = try? SyncObject.decode(envelope),
      let road = Topics(cluster: cluster).road(of: delivery.topic), road.sender == envelope.signer
    else { return nil }
    let isAddressed =
      if case .inbox(let recipient, _) = road { recipient == node && header.to == node } else { header.to == nil }
    let age = now.milliseconds - header.timestamp.milliseconds
    guard isAddressed, (-300_000...300_000).contains(age),
      envelope.isAuthentic(cluster: cluster, by: cryptography)
    else { return nil }
    return header.messageID
  }
}

/// What a reconciliation is told.
package enum ReconciliationEvent: Sendable, Equatable {
  /// The node has come to the broker anew.
  case connected
  /// A peer has announced these heads.
  case announced(fingerprint: [UInt8], by: NodeID)
  /// A peer has said something in a session: its own one, or one of this node.
  case said(Reconcile, by: NodeID)
  /// These records came from a peer.
  case took([RecordOutcome])
  /// A peer has told what became of messages and fetches.
  case confirmed([Receipt.Entry], by: NodeID)
  /// A peer has refused these, which came to it by another way than a comparison.
  case refused([RecordOutcome], by: NodeID)
  /// These went to a peer that had asked for them.
  case served([RecordID], to: NodeID)
  /// Somebody wants a peer to be compared with now; `isFull` from random bounds, whatever the fingerprints say.
  case demanded(NodeID, isFull: Bool)
  /// Trust, policy or selection have changed: these are the peers now, and what was refused may be accepted.
  case rulesChanged(peers: [NodeID])
}

/// What a reconciliation wants done.
package enum ReconciliationEffect: Sendable, Equatable {
  case say(Reconcile, to: NodeID)
  case fetch(MessageID, [RecordID], from: NodeID)
  /// As many of the records as one message holds are to be sent, and noted as sent.
  case push([RecordID], to: NodeID)
}

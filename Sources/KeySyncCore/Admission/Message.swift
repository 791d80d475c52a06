/// A signed object of a trusted peer that came by the right road (PROTOCOL section 6, checks 2–4). Nothing of it is
/// proved yet.
package struct Message: Sendable {
  package let envelope: Envelope
  package let header: ObjectHeader
  package let content: Content
  package let road: Road

  package var sender: NodeID { envelope.signer }

  /// What the message carries, with clear changes already read.
  package enum Content: Sendable {
    case changes([ReadChange])
    case sealed(SealedChanges)
    case other(SyncObject)
  }

  fileprivate init(envelope: Envelope, header: ObjectHeader, content: Content, road: Road) {
    self.envelope = envelope
    self.header = header
    self.content = content
    self.road = road
  }
}

extension Admission {
  /// - Throws: check 2 `malformed`, `too-large` or `unsupported-version`; check 3 `not-trusted`; check 4 `wrong-topic`.
  package func message(in frame: Frame) throws(Refusal) -> Message {
    let envelope = try Envelope(frame.bytes)
    guard frame.road.carries(envelope.type) else { throw .malformed }
    let (header, object) = try SyncObject.decode(envelope)
    guard envelope.signer != node, trust.contains(envelope.signer) else { throw .notTrusted }
    try checkRoad(of: frame, signer: envelope.signer, to: header.to)
    return Message(
      envelope: envelope,
      header: header,
      content: try content(of: object, on: frame.road),
      road: frame.road
    )
  }

  private func checkRoad(of frame: Frame, signer: NodeID, to recipient: NodeID?) throws(Refusal) {
    let isAddressed =
      switch frame.road {
      case .inbox(let node, _): node == self.node && recipient == node && !frame.isRetained
      case .sync: recipient == nil && !frame.isRetained
      case .announce: recipient == nil
      }
    guard frame.road.sender == signer, isAddressed else { throw .wrongTopic }
  }

  private func content(of object: SyncObject, on road: Road) throws(Refusal) -> Message.Content {
    switch object {
    case .message(.clear(let changes)): .changes(try read(changes, on: road))
    case .message(.sealed(let sealed)): .sealed(sealed)
    default: .other(object)
    }
  }
}

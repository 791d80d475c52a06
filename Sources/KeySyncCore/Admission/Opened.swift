/// What an authentic message says, in the clear (PROTOCOL section 6, check 8).
package struct Opened: Sendable {
  package let sender: NodeID
  package let header: ObjectHeader
  package let content: Content

  package enum Content: Sendable {
    case changes([ReadChange])
    case receipt(Receipt)
    case announcement(Announcement)
    case reconcile(Reconcile)
    case fetch(Fetch)
  }

  fileprivate init(_ message: Message, _ content: Content) {
    sender = message.sender
    header = message.header
    self.content = content
  }
}

/// Whoever holds the secret that opens sealed changes: this node's identity.
package protocol Opener: Sendable {
  /// The plaintext without its padding.
  ///
  /// - Throws: `cannot-decrypt` when nothing in it is for this node or it is not what was sealed, `malformed` for wrong padding.
  func open(_ sealed: SealedChanges, additionalData: [UInt8], from sender: NodeID) throws(Refusal) -> [UInt8]
}

extension Admission {
  /// - Throws: `cannot-decrypt`; for sealed changes also what reading them may throw: `malformed`, `too-large`,
  ///   `wrong-topic`.
  package func opened(_ authentic: Authentic, by opener: some Opener) throws(Refusal) -> Opened {
    let message = authentic.message
    return switch message.content {
    case .changes(let changes): Opened(message, .changes(changes))
    case .sealed(let sealed): Opened(message, .changes(try open(sealed, of: message, by: opener)))
    case .other(.receipt(let receipt)): Opened(message, .receipt(receipt))
    case .other(.announcement(let announcement)): Opened(message, .announcement(announcement))
    case .other(.reconcile(let reconcile)): Opened(message, .reconcile(reconcile))
    case .other(.fetch(let fetch)): Opened(message, .fetch(fetch))
    case .other(.message): throw .malformed
    }
  }

  private func open(
    _ sealed: SealedChanges,
    of message: Message,
    by opener: some Opener
  ) throws(Refusal) -> [ReadChange] {
    let additionalData = SealedChanges.additionalData(
      cluster: cluster,
      sender: message.sender,
      messageID: message.header.messageID
    )
    let plaintext = try opener.open(sealed, additionalData: additionalData, from: message.sender)
    var reader = CBORReader(plaintext)
    let changes = try [Change](&reader)
    try reader.finish()
    return try read(changes, on: message.road)
  }
}

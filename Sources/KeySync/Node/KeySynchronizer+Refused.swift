import KeySyncStore

/// A message that was refused, as far as it was kept.
public struct RefusedMessage: Sendable, Equatable {
  /// Its number among the refused messages of the node.
  public let id: Int64
  /// When it came.
  public let receivedAt: WallTime
  /// Why it was refused.
  public let refusal: Refusal
  /// Where it came from; it was chosen by whoever sent it.
  public let topic: String
  /// Who signed it; nil where nobody is known to have.
  public let sender: NodeID?
  /// The frame: whole when sealed, without key data when in the clear, only its beginning when it cannot be read.
  public let frame: [UInt8]
  /// The size of the whole frame.
  public let frameBytes: Int
}

extension KeySynchronizer {
  /// How many refused messages are kept of a cluster: 500 of known senders and 500 of unknown ones.
  public static let refusedMessagesKept = 2 * Limits.deadLetters

  /// The refused messages that were kept, newest first.
  public func refusedMessages(limit: Int = refusedMessagesKept) throws -> [RefusedMessage] {
    try node.store.read(handle) { try $0.deadLetters(limit: limit) }.map(RefusedMessage.init)
  }

  /// One refused message by its number.
  ///
  /// - Throws: `KeySyncError.unknownRefusedMessage` where none of that number is kept.
  public func refusedMessage(_ id: Int64) throws -> RefusedMessage {
    guard let letter = try node.store.read(handle, { try $0.deadLetter(id) }) else {
      throw KeySyncError.unknownRefusedMessage(id)
    }
    return RefusedMessage(letter)
  }

  /// What a refused message says, as far as it was kept and this node can read it; what was sealed to it is opened.
  ///
  /// - Throws: the word for what cannot be read.
  public func inspect(_ message: RefusedMessage) throws(Refusal) -> Inspection {
    try Inspector(cluster: cluster, recipient: node).inspect(message.frame, demandsSignature: false)
  }
}

extension RefusedMessage {
  fileprivate init(_ letter: DeadLetter) {
    self.init(
      id: letter.id,
      receivedAt: letter.receivedAt,
      refusal: letter.refusal,
      topic: letter.topic,
      sender: letter.sender,
      frame: letter.frame,
      frameBytes: letter.frameBytes
    )
  }
}

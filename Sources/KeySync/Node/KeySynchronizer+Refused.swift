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
  /// The refused messages that were kept, newest first: at most 500 of known senders and 500 of unknown ones.
  public func refusedMessages() throws -> [RefusedMessage] {
    try node.store.read(handle) { try $0.deadLetters() }.map {
      RefusedMessage(
        id: $0.id,
        receivedAt: $0.receivedAt,
        refusal: $0.refusal,
        topic: $0.topic,
        sender: $0.sender,
        frame: $0.frame,
        frameBytes: $0.frameBytes
      )
    }
  }
}

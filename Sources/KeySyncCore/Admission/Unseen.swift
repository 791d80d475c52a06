/// A message that this node has not processed, as far as it remembers (PROTOCOL section 6, check 6). The look-up is an early
/// exit; the insert in the transaction decides.
package struct Unseen: Sendable {
  package let message: Message

  fileprivate init(_ message: Message) { self.message = message }
}

/// What is remembered of a sender's messages.
package struct ReplayMemory: Sendable, Equatable {
  /// Whether this message's id is remembered.
  package var remembersMessage: Bool
  /// The newest timestamp that has expired from memory.
  package var floor: WallTime?

  package init(remembersMessage: Bool, floor: WallTime?) {
    self.remembersMessage = remembersMessage
    self.floor = floor
  }
}

extension Fresh {
  /// - Throws: `duplicate`, or `stale` when the message is no newer than what has expired from memory.
  package func unseen(in memory: ReplayMemory) throws(Refusal) -> Unseen {
    guard !memory.remembersMessage else { throw .duplicate }
    if let floor = memory.floor, message.header.timestamp <= floor { throw .stale }
    return Unseen(message)
  }
}

/// What every signed object but a record begins with (PROTOCOL sections 5 and 8).
package struct ObjectHeader: Sendable, Equatable {
  package var messageID: MessageID
  /// By the sender's clock.
  package var timestamp: WallTime
  /// The recipient; present in everything sent to an inbox, absent elsewhere.
  package var to: NodeID?

  /// The protocol version that this implementation speaks.
  package static let version: Int64 = 1

  package init(messageID: MessageID, timestamp: WallTime, to: NodeID? = nil) {
    self.messageID = messageID
    self.timestamp = timestamp
    self.to = to
  }
}

// MARK: Coding

extension ObjectHeader {
  /// The keys of the header that are always there.
  static let keys: ClosedRange<Int64> = 1...3
  static let toKey: Int64 = 15

  init(_ map: PayloadMap) throws(Refusal) {
    guard let messageID = MessageID(try map.byteString(1)) else { throw .malformed }
    self.init(
      messageID: messageID,
      timestamp: WallTime(milliseconds: try map.unsigned(3)),
      to: map.contains(Self.toKey) ? NodeID(publicKey: try map.bytes32(Self.toKey)) : nil
    )
  }

  /// Writes a payload: this header with the body's pairs in between.
  func payload(pairs: Int, _ body: (inout CBORWriter) -> Void) -> [UInt8] {
    var writer = CBORWriter(reserving: 512)
    writer.map(Self.keys.count + pairs + (to == nil ? 0 : 1))
    writer.unsigned(1)
    writer.byteString(messageID.bytes)
    writer.unsigned(2)
    writer.unsigned(Self.version)
    writer.unsigned(3)
    writer.unsigned(timestamp.milliseconds)
    body(&writer)
    if let to {
      writer.unsigned(Self.toKey)
      writer.byteString(to.publicKey)
    }
    return writer.bytes
  }
}

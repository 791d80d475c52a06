/// What became of sync messages and fetches, said to their sender (PROTOCOL section 8).
package struct Receipt: Sendable, Equatable {
  /// At most 256.
  package var entries: [Entry]

  package struct Entry: Sendable, Equatable {
    package var messageID: MessageID
    /// 0 when the message was processed.
    package var outcome: Outcome
    /// One for each change, or for each id of a fetch; empty unless the message's outcome is 0.
    package var changes: [Outcome]

    package init(messageID: MessageID, outcome: Outcome, changes: [Outcome] = []) {
      self.messageID = messageID
      self.outcome = outcome
      self.changes = changes
    }
  }

  package init(entries: [Entry]) { self.entries = entries }
}

// MARK: Coding

extension Receipt {
  init(_ map: PayloadMap) throws(Refusal) {
    try map.check(required: 1...4, optional: [ObjectHeader.toKey])
    entries = try map.value(4) { (reader) throws(Refusal) in
      let count = try reader.array()
      guard count <= Limits.entriesPerReceipt else { throw .malformed }
      var entries: [Entry] = []
      entries.reserveCapacity(count)
      for _ in 0..<count { entries.append(try Entry(&reader)) }
      return entries
    }
  }

  func write(to writer: inout CBORWriter) {
    writer.unsigned(4)
    writer.array(entries.count)
    for entry in entries {
      writer.array(3)
      writer.byteString(entry.messageID.bytes)
      writer.unsigned(entry.outcome.code)
      writer.array(entry.changes.count)
      for outcome in entry.changes { writer.unsigned(outcome.code) }
    }
  }
}

extension Receipt.Entry {
  fileprivate init(_ reader: inout CBORReader) throws(Refusal) {
    guard try reader.array() == 3, let messageID = MessageID(try reader.bytes()) else { throw .malformed }
    let outcome = try reader.outcome()
    let count = try reader.array()
    guard count <= (outcome == .applied ? Limits.changesPerMessage : 0) else { throw .malformed }
    var changes: [Outcome] = []
    changes.reserveCapacity(count)
    for _ in 0..<count { changes.append(try reader.outcome()) }
    self.init(messageID: messageID, outcome: outcome, changes: changes)
  }
}

extension CBORReader {
  fileprivate mutating func outcome() throws(Refusal) -> Outcome {
    guard let code = UInt16(exactly: try unsigned()) else { throw .malformed }
    return Outcome(code: code)
  }
}

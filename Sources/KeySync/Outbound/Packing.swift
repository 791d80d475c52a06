import KeySyncStore

/// How changes are shared out over messages: at most 256 changes and 256 KiB each (PROTOCOL section 5).
enum Packing {
  /// Envelope, header, nonce, tags and padding, rounded up.
  private static let messageOverhead = 1024
  /// A recipient's entry: hint, wrapped key, and their CBOR heads, rounded up.
  private static let recipientBytes = 64
  /// Salt and CBOR heads of one change, rounded up.
  private static let changeOverhead = 64

  /// Fills messages in order. A change whose data is not known yet counts with the largest that there is.
  static func messages(of rows: [OutboxRow], readers: Int) -> [[OutboxRow]] {
    messages(of: rows, readers: readers) { row in
      row.record.bytes.count + (row.record.fields.content.commitment == nil ? 0 : row.dataBytes)
    }
  }

  static func messages<Item>(of items: [Item], readers: Int, size: (Item) -> Int) -> [[Item]] {
    let room = Limits.messageBytes - messageOverhead - readers * recipientBytes
    var messages: [[Item]] = []
    var filled = room
    for item in items {
      let bytes = size(item) + changeOverhead
      if filled + bytes > room || messages.last?.count == Limits.changesPerMessage {
        messages.append([])
        filled = 0
      }
      messages[messages.count - 1].append(item)
      filled += bytes
    }
    return messages
  }
}

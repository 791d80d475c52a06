/// What is to be sent because something was received. It need not be durable: whoever misses it asks or sends again.
package enum Reply: Sendable, Equatable {
  case receipt([Receipt.Entry], to: NodeID)
  case fetch([RecordID], from: NodeID)
  case records([RecordID], answering: MessageID, to: NodeID)

  /// The same with the receipts to one peer in one.
  static func together(_ replies: [Reply]) -> [Reply] {
    var entries: [(to: NodeID, entry: Receipt.Entry)] = []
    var others: [Reply] = []
    for reply in replies {
      if case .receipt(let some, let peer) = reply { entries += some.map { (peer, $0) } } else { others.append(reply) }
    }
    return receipts(entries) + others
  }

  /// Receipts of up to 256 entries each, by recipient.
  static func receipts(_ entries: [(to: NodeID, entry: Receipt.Entry)]) -> [Reply] {
    let byRecipient = Dictionary(grouping: entries) { $0.to }
    return byRecipient.keys.sorted().flatMap { recipient in
      (byRecipient[recipient] ?? []).map(\.entry).chunks(of: Limits.entriesPerReceipt).map {
        .receipt($0, to: recipient)
      }
    }
  }
}

extension Array {
  /// The elements in their order, in arrays of at most so many.
  func chunks(of count: Int) -> [[Element]] {
    stride(from: 0, to: self.count, by: count).map { Array(self[$0..<Swift.min($0 + count, self.count)]) }
  }
}

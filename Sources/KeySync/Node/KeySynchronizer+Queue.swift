import KeySyncStore

/// A change of this node that not every peer has confirmed.
public struct QueuedChange: Sendable, Equatable {
  /// Its number in the queue.
  public let id: Int64
  /// The key.
  public let keyID: KeyID
  /// What was done to it.
  public let operation: SyncOperation
  /// The record of the change.
  public let recordID: RecordID
  /// When it was made.
  public let queuedAt: WallTime
  /// When it is sent next; nil where it is left to reconciliation.
  public let dueAt: WallTime?
  /// How often it was sent: first to all, then to the inboxes of those that have not answered.
  public let attempts: Int
  /// The topic that the broker keeps closed to this node; nil where it took the last attempt.
  public let closedTopic: String?
  /// The peers that have given a final answer, sorted.
  public let answered: [NodeID]
  /// The peers that have not, sorted.
  public let awaited: [NodeID]

  /// Whether it is not sent any more: it was sent as often as is worthwhile, and what some peer lacks of it comes by a comparison
  /// of all keys.
  public var isGivenUp: Bool { dueAt == nil }
}

extension KeySynchronizer {
  /// The outbound queue, oldest first, with the changes that are left to reconciliation.
  public func queuedChanges() throws -> [QueuedChange] {
    try node.store.read(handle) { transaction in
      let peers = try peerState(transaction).all
      return try transaction.queuedRows().map { QueuedChange($0, peers: peers) }
    }
  }

  /// Sends changes again now, as if they had only been broadcast.
  ///
  /// - Parameter ids: their numbers; nil for all.
  /// - Returns: how many there were.
  /// - Throws: `KeySyncError.unknownQueuedChange`, `.queueFull` where those that were left to reconciliation have no room.
  @discardableResult
  public func retryQueued(_ ids: [Int64]? = nil) throws -> Int {
    let now = now()
    return try node.store.write(handle) { transaction in
      let ids = try ids ?? transaction.queuedRows().prefix(options.queueLimit).map(\.id)
      for id in ids where try !transaction.retryQueued(id, at: now) { throw KeySyncError.unknownQueuedChange(id) }
      guard try transaction.outboxCount() <= options.queueLimit else {
        throw KeySyncError.queueFull(limit: options.queueLimit)
      }
      return ids.count
    }
  }

  /// Takes changes out of the queue: they are not sent any more. The keys stay as they are here, and a peer that lacks a change
  /// gets it by the next comparison.
  ///
  /// - Throws: `KeySyncError.unknownQueuedChange`; nothing is changed then.
  public func dropQueued(_ ids: [Int64]) throws {
    try node.store.write(handle) { transaction in
      for id in ids where try !transaction.dropQueued(id) { throw KeySyncError.unknownQueuedChange(id) }
    }
  }
}

extension QueuedChange {
  fileprivate init(_ row: QueuedRow, peers: Set<NodeID>) {
    let answered = Set(row.answers.filter { !$0.value.isWorthRetrying }.keys).intersection(peers)
    self.init(
      id: row.id,
      keyID: row.record.fields.keyID,
      operation: row.record.fields.operation,
      recordID: row.record.id,
      queuedAt: row.queuedAt,
      dueAt: row.givenUpAt == nil ? row.dueAt : nil,
      attempts: row.attempts,
      closedTopic: row.closedTopic,
      answered: answered.sorted(),
      awaited: peers.subtracting(answered).sorted()
    )
  }
}

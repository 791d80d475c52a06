import GRDB
import KeySyncCore

/// What is remembered of a message.
package struct ReceivedMessage: Sendable, Equatable {
  package let id: MessageID
  package let sender: NodeID
  /// By the sender's clock.
  package let timestamp: WallTime

  package init(_ id: MessageID, from sender: NodeID, timestamp: WallTime) {
    (self.id, self.sender, self.timestamp) = (id, sender, timestamp)
  }
}

extension ClusterTransaction {
  /// What is remembered that bears on a message (PROTOCOL section 6, check 6).
  package func replayMemory(of message: MessageID, from sender: NodeID) throws -> ReplayMemory {
    let memory = try firstDirectly(
      """
      SELECT EXISTS (SELECT 1 FROM seen_message WHERE cluster = ?1 AND sender = ?2 AND message_id = ?3),
        (SELECT floor FROM sender WHERE cluster = ?1 AND public_key = ?2)
      """,
      [.integer(cluster), .node(sender), .bytes(message.bytes)]
    ) { ReplayMemory(remembersMessage: $0.flag(0), floor: $0.time(1)) }
    guard let memory else { throw StoreError.damaged("replay memory") }
    return memory
  }

  /// Remembers messages that are processed in this transaction. This decides, not the look-up before.
  ///
  /// - Returns: for each nil when it is new, else why it must not be processed: `duplicate`, or `busy` when the sender's share
  ///   of the memory is full. Ids that have not expired are never given up for others.
  package func remember(_ messages: [ReceivedMessage], at now: WallTime) throws -> [Refusal?] {
    var shares: [NodeID: Share] = [:]
    let refusals = try messages.map { message in
      var share = try shares[message.sender] ?? Share(before: seenCount(of: message.sender))
      defer { shares[message.sender] = share }
      return try insert(message, in: &share)
    }
    for (sender, share) in shares where share.new > 0 {
      try execute(
        """
        INSERT INTO sender (cluster, public_key, seen, heard_at) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET seen = seen + excluded.seen, heard_at = excluded.heard_at
        """,
        [cluster, sender, share.new, now]
      )
    }
    for (message, refusal) in zip(messages, refusals) { log?.append(.remembered(message, now, refusal: refusal)) }
    return refusals
  }

  /// How many ids of one sender are remembered.
  private struct Share {
    let before: Int
    var new = 0
  }

  private func seenCount(of sender: NodeID) throws -> Int {
    try value("SELECT seen FROM sender WHERE cluster = ? AND public_key = ?", [cluster, sender]) ?? 0
  }

  private func insert(_ message: ReceivedMessage, in share: inout Share) throws -> Refusal? {
    guard share.before + share.new < Limits.seenPerSender else { return .busy }
    try executeDirectly(
      "INSERT INTO seen_message (cluster, sender, message_id, timestamp) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
      [.integer(cluster), .node(message.sender), .bytes(message.id.bytes), .time(message.timestamp)]
    )
    guard db.changesCount == 1 else { return .duplicate }
    share.new += 1
    return nil
  }

  /// Forgets the ids whose time has come, a bounded number at once, and leaves for each sender the newest timestamp forgotten.
  ///
  /// - Returns: whether more may be waiting.
  package func forgetSeenMessages(at now: WallTime) throws -> Bool {
    log?.append(.forgot(now))
    let expired = try rows(
      "SELECT sender, message_id, timestamp FROM seen_message WHERE cluster = ? AND timestamp < ? ORDER BY timestamp LIMIT ?",
      [cluster, now.advanced(byMilliseconds: -Limits.replayMemory), Limits.rowsPrunedAtOnce]
    )
    for row in expired {
      let (sender, message): (NodeID, MessageID) = (try row.required("sender"), try row.required("message_id"))
      try execute(
        "DELETE FROM seen_message WHERE cluster = ? AND sender = ? AND message_id = ?",
        [cluster, sender, message]
      )
      try execute(
        "UPDATE sender SET seen = seen - 1, floor = max(ifnull(floor, 0), ?) WHERE cluster = ? AND public_key = ?",
        [try row.required("timestamp", as: WallTime.self), cluster, sender]
      )
    }
    return expired.count == Limits.rowsPrunedAtOnce
  }
}

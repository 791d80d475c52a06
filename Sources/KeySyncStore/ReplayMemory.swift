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
      SELECT EXISTS (SELECT 1 FROM seen_message WHERE seen_message.sender = sender.id AND message_id = ?3), floor
      FROM sender WHERE cluster = ?1 AND public_key = ?2
      """,
      cluster,
      sender,
      message
    ) { ReplayMemory(remembersMessage: $0.flag(0), floor: $0.time(1)) }
    return memory ?? ReplayMemory(remembersMessage: false, floor: nil)
  }

  /// Remembers messages that are processed in this transaction. This decides, not the look-up before.
  ///
  /// - Returns: for each nil when it is new, else why it must not be processed: `duplicate`, or `busy` when the sender's share
  ///   of the memory is full. Ids that have not expired are never given up for others.
  package func remember(_ messages: [ReceivedMessage], at now: WallTime) throws -> [Refusal?] {
    var shares: [NodeID: Share] = [:]
    let refusals = try messages.map { message in
      var share = try shares[message.sender] ?? share(of: message.sender)
      defer { shares[message.sender] = share }
      return try insert(message, in: &share)
    }
    for share in shares.values where share.new > 0 {
      try execute("UPDATE sender SET seen = seen + ?, heard_at = ? WHERE id = ?", [share.new, now, share.sender])
    }
    for (message, refusal) in zip(messages, refusals) { log?.append(.remembered(message, now, refusal: refusal)) }
    return refusals
  }

  /// How many ids of one sender are remembered.
  private struct Share {
    /// The sender's row.
    let sender: Int64
    let before: Int
    var new = 0
  }

  private func share(of sender: NodeID) throws -> Share {
    try execute("INSERT INTO sender (cluster, public_key) VALUES (?, ?) ON CONFLICT DO NOTHING", [cluster, sender])
    let select = "SELECT id, seen FROM sender WHERE cluster = ? AND public_key = ?"
    guard let row = try row(select, [cluster, sender]) else { throw StoreError.damaged("senders") }
    return Share(sender: try row.required("id"), before: try row.required("seen"))
  }

  private func insert(_ message: ReceivedMessage, in share: inout Share) throws -> Refusal? {
    guard share.before + share.new < Limits.seenPerSender else { return .busy }
    try executeDirectly(
      "INSERT INTO seen_message (sender, message_id, timestamp) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      share.sender,
      message.id,
      message.timestamp
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
    let expired = """
      FROM seen_message WHERE timestamp < ? AND +sender IN (SELECT id FROM sender WHERE cluster = ?)
      ORDER BY timestamp, sender, message_id LIMIT ?
      """
    let arguments: StatementArguments = [
      now.advanced(byMilliseconds: -Limits.replayMemory), cluster, Limits.rowsPrunedAtOnce,
    ]
    let shares = try rows(
      "SELECT sender, count(*) AS count, max(timestamp) AS newest FROM (SELECT sender, timestamp \(expired)) GROUP BY sender",
      arguments
    )
    guard !shares.isEmpty else { return false }
    try execute(
      "DELETE FROM seen_message WHERE (sender, message_id) IN (SELECT sender, message_id \(expired))",
      arguments
    )
    let count = db.changesCount
    for share in shares {
      try execute(
        "UPDATE sender SET seen = seen - ?, floor = max(ifnull(floor, 0), ?) WHERE id = ?",
        [
          try share.required("count", as: Int.self), try share.required("newest", as: WallTime.self),
          try share.required("sender", as: Int64.self),
        ]
      )
    }
    return count == Limits.rowsPrunedAtOnce
  }
}

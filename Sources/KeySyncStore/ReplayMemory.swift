import GRDB
import KeySyncCore

extension ClusterTransaction {
  /// What is remembered that bears on a message (PROTOCOL section 6, check 6).
  package func replayMemory(of message: MessageID, from sender: NodeID) throws -> ReplayMemory {
    let isSeen: Int? = try value(
      "SELECT 1 FROM seen_message WHERE cluster = ? AND sender = ? AND message_id = ?",
      [cluster, sender, message]
    )
    let floor: WallTime? = try value(
      "SELECT floor FROM sender WHERE cluster = ? AND public_key = ?",
      [cluster, sender]
    )
    return ReplayMemory(remembersMessage: isSeen != nil, floor: floor)
  }

  /// Remembers a message that is processed in this transaction. This insert decides, not the look-up before.
  ///
  /// - Returns: nil when it is new, else why it must not be processed: `duplicate`, or `busy` when the sender's share of the
  ///   memory is full. Ids that have not expired are never given up for others.
  package func remember(_ message: MessageID, from sender: NodeID, timestamp: WallTime, at now: WallTime) throws
    -> Refusal?
  {
    let refusal = try insert(message, from: sender, timestamp: timestamp, at: now)
    log?.append(.remembered(message, from: sender, timestamp: timestamp, now, refusal: refusal))
    return refusal
  }

  private func insert(_ message: MessageID, from sender: NodeID, timestamp: WallTime, at now: WallTime) throws
    -> Refusal?
  {
    let seen: Int =
      try value("SELECT seen FROM sender WHERE cluster = ? AND public_key = ?", [cluster, sender]) ?? 0
    guard seen < Limits.seenPerSender else { return .busy }
    try execute(
      "INSERT INTO seen_message (cluster, sender, message_id, timestamp) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
      [cluster, sender, message, timestamp]
    )
    guard db.changesCount == 1 else { return .duplicate }
    try execute(
      """
      INSERT INTO sender (cluster, public_key, seen, heard_at) VALUES (?, ?, 1, ?)
      ON CONFLICT DO UPDATE SET seen = seen + 1, heard_at = excluded.heard_at
      """,
      [cluster, sender, now]
    )
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

import GRDB
import KeySyncCore

extension ClusterTransaction {
  /// Takes a peer's receipt into account: any attempt of a row counts, when it was addressed to that peer. A peer that may not
  /// read a key misses its data for good, as if it had not selected it.
  ///
  /// - Returns: the rows that were answered.
  package func take(_ receipt: Receipt, from peer: NodeID, under trust: Trust, at now: WallTime) throws -> [Int64] {
    try receipt.entries.flatMap { entry in
      try rows(
        """
        SELECT outbox_attempt.position, outbox.id, outbox.record, key.key_id
        FROM outbox_attempt JOIN outbox ON outbox.id = outbox_attempt.outbox
          JOIN record ON record.id = outbox.record JOIN key ON key.id = record.key
        WHERE outbox_attempt.cluster = ? AND message_id = ? AND (recipient IS NULL OR recipient = ?) ORDER BY position
        """,
        [cluster, entry.messageID, peer]
      ).compactMap { row in
        let position: Int = try row.required("position")
        guard var outcome = entry.outcome(at: position) else { return nil }
        if outcome == .missingData, !trust.permits(.read, by: peer, on: try row.required("key_id"), at: now) {
          outcome = .notSelected
        }
        try note(outcome, of: try row.required("record"), by: peer, at: now)
        return try row.required("id", as: Int64.self)
      }
    }
  }

  /// The records of some rows that a peer has refused for good.
  package func refusals(of rows: [Int64], by peer: NodeID) throws -> [RecordOutcome] {
    try rows.compactMap { id in
      try row(
        """
        SELECT record.record_id, delivery.outcome
        FROM outbox JOIN record ON record.id = outbox.record JOIN delivery ON delivery.record = record.id
        WHERE outbox.id = ? AND delivery.peer = ? AND delivery.outcome NOT IN (\(Schema.hopefulOutcomes))
        """,
        [id, peer]
      ).map {
        RecordOutcome(
          try $0.required("record_id"),
          Outcome(code: UInt16(clamping: try $0.required("outcome", as: Int64.self)))
        )
      }
    }
  }

  /// Removes the rows that every one of the peers has given a final answer to: all of them where there is no peer.
  ///
  /// - Returns: when each of them had been queued.
  package func settle(_ rows: [Int64], peers: [NodeID]) throws -> [WallTime] {
    try Set(rows).sorted().compactMap { id in
      guard let row = try row("SELECT record, queued_at FROM outbox WHERE id = ?", [id]),
        try answers(to: try row.required("record")).isSuperset(of: peers)
      else { return nil }
      try execute("DELETE FROM outbox WHERE id = ?", [id])
      return try row.required("queued_at")
    }
  }

  /// What peers refused they are asked again; what they installed they have.
  func forgetRefusals(of record: Int64) throws {
    for (peer, outcome) in try outcomes(of: record) where !outcome.isInstalled {
      try execute("DELETE FROM delivery WHERE record = ? AND peer = ?", [record, peer])
    }
  }

  /// What was installed stays installed, whatever an older message's receipt says later.
  func note(_ outcome: Outcome, of record: Int64, by peer: NodeID, at now: WallTime) throws {
    let before: Int64? = try value("SELECT outcome FROM delivery WHERE record = ? AND peer = ?", [record, peer])
    if let before, Outcome(code: UInt16(clamping: before)).isInstalled, !outcome.isInstalled { return }
    try execute(
      """
      INSERT INTO delivery (record, peer, outcome, received_at) VALUES (?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET outcome = excluded.outcome, received_at = excluded.received_at
      """,
      [record, peer, Int64(outcome.code), now]
    )
  }
}

extension Receipt.Entry {
  /// What became of one change: the message's outcome where the message was not processed.
  fileprivate func outcome(at position: Int) -> Outcome? {
    guard outcome == .applied else { return outcome }
    return position < changes.count ? changes[position] : nil
  }
}

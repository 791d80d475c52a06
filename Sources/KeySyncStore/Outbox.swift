import Foundation
import GRDB
import KeySyncCore

/// A change that waits to be sent, or to be confirmed.
package struct OutboxRow: Sendable {
  package let id: Int64
  package let record: VerifiedRecord
  /// The size of its sealed data, which is a little more than that of the data itself; 0 where there is none.
  package let dataBytes: Int
  /// How often it was tried: 0 means that the broker has not taken its broadcast.
  package let attempts: Int
  /// The peers that have given a final answer.
  package let answered: Set<NodeID>
}

/// What goes first, oldest first within one.
package enum OutboxPriority: Int, Sendable {
  case deletes, changes, metadata, bulk

  package init(_ operation: SyncOperation) {
    self =
      switch operation {
      case .delete: .deletes
      case .create, .update: .changes
      case .metadataSync: .metadata
      }
  }
}

extension ClusterTransaction {
  /// Queues a change of this node.
  package func enqueue(_ record: VerifiedRecord, at now: WallTime) throws {
    try execute(
      "INSERT INTO outbox (cluster, record, priority, queued_at, due_at) VALUES (?, ?, ?, ?, ?)",
      [cluster, try recordRow(record.id), OutboxPriority(record.fields.operation).rawValue, now, now]
    )
  }

  /// The changes that are still to be sent or confirmed, without those left to reconciliation.
  package func outboxCount() throws -> Int {
    try value("SELECT count(*) FROM outbox WHERE cluster = ? AND given_up_at IS NULL", [cluster]) ?? 0
  }

  /// All rows, oldest first.
  package func outboxRows() throws -> [Int64] {
    try rows("SELECT id FROM outbox WHERE cluster = ? ORDER BY id", [cluster]).map { try $0.required("id") }
  }

  /// When the next row is due; nil when none is to be sent.
  package func nextOutboxDue() throws -> WallTime? {
    try value("SELECT min(due_at) FROM outbox WHERE cluster = ? AND given_up_at IS NULL", [cluster])
  }

  /// Makes rows due now that are due later than any pause reaches: a clock that has stepped back since put them there.
  package func hurryOutbox(dueAfter latest: WallTime, at now: WallTime) throws {
    try execute(
      "UPDATE outbox SET due_at = ? WHERE cluster = ? AND due_at > ? AND given_up_at IS NULL",
      [now, cluster, latest]
    )
  }

  /// Takes rows that are due, so that nobody else does until the claim ends.
  package func claimOutbox(limit: Int, until end: WallTime, at now: WallTime) throws -> [OutboxRow] {
    let due = try rows(
      """
      SELECT outbox.id AS outbox, outbox.attempts, record.id AS row, record.record_id, record.signed,
        (SELECT max(length(sealed)) FROM key_data WHERE key_data.key = record.key) AS data_bytes
      FROM outbox JOIN record ON record.id = outbox.record
      WHERE outbox.cluster = ? AND outbox.due_at <= ? AND outbox.given_up_at IS NULL
      ORDER BY outbox.priority, outbox.id LIMIT ?
      """,
      [cluster, now, limit]
    )
    return try due.map { row in
      let id: Int64 = try row.required("outbox")
      try execute("UPDATE outbox SET due_at = ? WHERE id = ?", [end, id])
      return OutboxRow(
        id: id,
        record: try VerifiedRecord(row),
        dataBytes: row["data_bytes"] ?? 0,
        attempts: try row.required("attempts"),
        answered: try answers(to: try row.required("row"))
      )
    }
  }

  /// How long after it was sent a message may be answered: it and its receipt are fresh for five minutes each, by clocks that
  /// may be five minutes apart each.
  private static let attemptMemory = 4 * Limits.freshness

  /// Notes, before a message is published, which rows it carries, and forgets the attempts that nobody can answer any more.
  package func noteAttempt(
    _ message: MessageID,
    carrying rows: [Int64],
    to recipient: NodeID?,
    at now: WallTime
  ) throws {
    for (position, row) in rows.enumerated() {
      try execute(
        "DELETE FROM outbox_attempt WHERE outbox = ? AND sent_at < ?",
        [row, now.advanced(byMilliseconds: -Self.attemptMemory)]
      )
      try execute(
        """
        INSERT INTO outbox_attempt (cluster, message_id, position, outbox, recipient, sent_at) VALUES (?, ?, ?, ?, ?, ?)
        """,
        [cluster, message, position, row, recipient, now]
      )
    }
  }

  /// The rows were tried; they are due again when not all have confirmed them by then.
  package func markTried(_ rows: [Int64], dueAgain: (_ attempts: Int) -> WallTime) throws {
    for row in rows {
      guard let attempts: Int = try value("SELECT attempts FROM outbox WHERE id = ?", [row]) else { continue }
      try execute(
        "UPDATE outbox SET attempts = ?, due_at = ?, closed_topic = NULL WHERE id = ?",
        [attempts + 1, dueAgain(attempts + 1), row]
      )
    }
  }

  /// The broker did not take the rows.
  ///
  /// - Parameter closedTopic: the topic that it keeps closed to this node, where that is why.
  package func markUnsent(_ rows: [Int64], closedTopic: String? = nil, dueAt time: WallTime) throws {
    for row in rows {
      try execute("UPDATE outbox SET due_at = ?, closed_topic = ? WHERE id = ?", [time, closedTopic, row])
    }
  }

  /// Leaves rows to reconciliation: they are not sent any more, and kept to be looked at until all peers have them. Of many the
  /// oldest go.
  package func giveUp(_ rows: [Int64], at now: WallTime) throws {
    for row in rows { try execute("UPDATE outbox SET given_up_at = ? WHERE id = ?", [now, row]) }
    try execute(
      """
      DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE cluster = ? AND given_up_at IS NOT NULL
        ORDER BY given_up_at DESC, id DESC LIMIT -1 OFFSET ?)
      """,
      [cluster, Limits.changesGivenUp]
    )
  }

  /// The peers that have given a final answer to a record.
  func answers(to row: Int64) throws -> Set<NodeID> {
    Set(try outcomes(of: row).filter { !$0.value.isWorthRetrying }.keys)
  }

  /// What peers said of a record.
  func outcomes(of row: Int64) throws -> [NodeID: Outcome] {
    let pairs = try rows("SELECT peer, outcome FROM delivery WHERE record = ?", [row]).map { row in
      (
        try row.required("peer", as: NodeID.self),
        Outcome(code: UInt16(clamping: try row.required("outcome", as: Int64.self)))
      )
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }
}

import Foundation
import GRDB
import KeySyncCore

/// A message that was refused, as far as it may be kept.
package struct DeadLetter: Sendable, Equatable {
  /// 0 before it is kept.
  package var id: Int64 = 0
  package let receivedAt: WallTime
  package let refusal: Refusal
  package let topic: String
  /// Who signed it; nil where nobody is known to have: it is blamed on nobody then.
  package let sender: NodeID?
  /// What may be kept of the frame, and how long it was.
  package let frame: [UInt8]
  package let frameBytes: Int

  package init(
    receivedAt: WallTime,
    refusal: Refusal,
    topic: String,
    sender: NodeID?,
    frame: [UInt8],
    frameBytes: Int
  ) {
    self.receivedAt = receivedAt
    self.refusal = refusal
    self.topic = topic
    self.sender = sender
    self.frame = frame
    self.frameBytes = frameBytes
  }
}

extension ClusterTransaction {
  /// Keeps refused messages and lets go of the oldest that are too many, those of known senders and of unknown ones apart.
  package func keep(_ letters: [DeadLetter]) throws {
    for letter in letters {
      try execute(
        """
        INSERT INTO dead_letter (cluster, received_at, refusal, topic, sender, frame, frame_bytes)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        [
          cluster, letter.receivedAt, Int(letter.refusal.rawValue), letter.topic, letter.sender, Data(letter.frame),
          letter.frameBytes,
        ]
      )
    }
    for isUnknown in [true, false] where letters.contains(where: { ($0.sender == nil) == isUnknown }) {
      try execute(
        """
        DELETE FROM dead_letter WHERE cluster = ?1 AND (sender IS NULL) = ?2 AND id <= (
          SELECT id FROM (
            SELECT id, row_number() OVER newest AS number, sum(length(frame)) OVER newest AS bytes FROM dead_letter
            WHERE cluster = ?1 AND (sender IS NULL) = ?2 WINDOW newest AS (ORDER BY id DESC)
          ) WHERE number > ?3 OR bytes > ?4 ORDER BY id DESC LIMIT 1)
        """,
        [cluster, isUnknown, Limits.deadLetters, Limits.deadLetterBytes]
      )
    }
  }

  /// The messages kept, newest first.
  package func deadLetters(limit: Int) throws -> [DeadLetter] {
    try rows("SELECT * FROM dead_letter WHERE cluster = ? ORDER BY id DESC LIMIT ?", [cluster, limit])
      .map(DeadLetter.init)
  }

  /// One of the messages kept.
  package func deadLetter(_ id: Int64) throws -> DeadLetter? {
    try row("SELECT * FROM dead_letter WHERE cluster = ? AND id = ?", [cluster, id]).map(DeadLetter.init)
  }

  /// The newest message kept that was refused with a word, of a sender or of nobody known; without its frame.
  package func newestDeadLetter(_ refusal: Refusal, from sender: NodeID?) throws -> (id: Int64, topic: String)? {
    try row(
      "SELECT id, topic FROM dead_letter WHERE cluster = ? AND refusal = ? AND sender IS ? ORDER BY id DESC LIMIT 1",
      [cluster, Int(refusal.rawValue), sender]
    ).map { (try $0.required("id"), try $0.required("topic")) }
  }

  /// Counts a refusal against whoever is known to have sent the message.
  package func countRefusal(_ refusal: Refusal, of sender: NodeID) throws {
    try execute(
      """
      INSERT INTO refusal (cluster, sender, word, count) VALUES (?, ?, ?, 1)
      ON CONFLICT DO UPDATE SET count = count + 1
      """,
      [cluster, sender, refusal.word]
    )
  }

  /// Refused messages and changes by sender and word.
  package func refusals() throws -> [NodeID: [String: Int]] {
    var refusals: [NodeID: [String: Int]] = [:]
    for row in try rows("SELECT sender, word, count FROM refusal WHERE cluster = ?", [cluster]) {
      refusals[try row.required("sender"), default: [:]][try row.required("word")] = try row.required(
        "count",
        as: Int.self
      )
    }
    return refusals
  }
}

extension DeadLetter {
  fileprivate init(_ row: Row) throws {
    guard let refusal = Refusal(rawValue: try row.required("refusal")) else { throw StoreError.damaged("refusal") }
    self.init(
      receivedAt: try row.required("received_at"),
      refusal: refusal,
      topic: try row.required("topic"),
      sender: NodeID.fromDatabaseValue(row["sender"]),
      frame: try row.bytes("frame"),
      frameBytes: try row.required("frame_bytes")
    )
    id = try row.required("id")
  }
}

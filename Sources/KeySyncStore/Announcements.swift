import Foundation
import GRDB
import KeySyncCore

/// The newest announcement of a peer.
package struct AnnouncementRow: Sendable, Equatable {
  package let timestamp: WallTime
  package let receivedAt: WallTime
  package let announcement: Announcement

  /// How far the peer's clock is ahead of ours, in milliseconds; the way through the broker makes it look behind.
  package var skew: Int64 { timestamp.milliseconds - receivedAt.milliseconds }
}

extension ClusterTransaction {
  /// Takes an announcement; of one node only the newest counts (PROTOCOL section 8).
  ///
  /// - Returns: whether it is new.
  package func take(_ announcement: Announcement, from peer: NodeID, timestamp: WallTime, at now: WallTime) throws
    -> Bool
  {
    try execute(
      """
      INSERT INTO announcement (cluster, public_key, timestamp, received_at, head_count, fingerprint, policy_hash,
        trust_hash, software, boot_id, highest_version)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET timestamp = excluded.timestamp, received_at = excluded.received_at,
        head_count = excluded.head_count, fingerprint = excluded.fingerprint, policy_hash = excluded.policy_hash,
        trust_hash = excluded.trust_hash, software = excluded.software, boot_id = excluded.boot_id,
        highest_version = excluded.highest_version
      WHERE excluded.timestamp > announcement.timestamp
      """,
      [
        cluster, peer, timestamp, now, announcement.headCount, Data(announcement.fingerprint), announcement.policyHash,
        announcement.trustHash, String(announcement.software.prefix(Limits.softwareCharacters)),
        Data(announcement.bootID), announcement.highestVersion,
      ]
    )
    guard db.changesCount == 1 else { return false }
    try execute(
      """
      INSERT INTO sender (cluster, public_key, heard_at) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET heard_at = excluded.heard_at
      """,
      [cluster, peer, now]
    )
    return true
  }

  /// The newest announcements, by node.
  package func announcements() throws -> [NodeID: AnnouncementRow] {
    let pairs = try rows("SELECT * FROM announcement WHERE cluster = ?", [cluster]).map { row in
      (
        try row.required("public_key", as: NodeID.self),
        AnnouncementRow(
          timestamp: try row.required("timestamp"),
          receivedAt: try row.required("received_at"),
          announcement: Announcement(
            headCount: try row.required("head_count"),
            fingerprint: try row.bytes("fingerprint"),
            policyHash: try row.required("policy_hash"),
            software: try row.required("software"),
            bootID: try row.bytes("boot_id"),
            trustHash: try row.required("trust_hash"),
            highestVersion: try row.required("highest_version")
          )
        )
      )
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  /// When each node was last heard authentically.
  package func lastHeard() throws -> [NodeID: WallTime] {
    let pairs = try rows(
      "SELECT public_key, heard_at FROM sender WHERE cluster = ? AND heard_at IS NOT NULL",
      [cluster]
    ).map { (try $0.required("public_key", as: NodeID.self), try $0.required("heard_at", as: WallTime.self)) }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  /// A peer is back: what it has not answered for is due now.
  package func hurryOutbox(for peer: NodeID, at now: WallTime) throws {
    try execute(
      """
      UPDATE outbox SET due_at = ?1 WHERE cluster = ?2 AND attempts > 0 AND due_at > ?1 AND given_up_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.record = outbox.record AND peer = ?3)
      """,
      [now, cluster, peer]
    )
  }
}

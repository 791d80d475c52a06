import Foundation
import GRDB
import KeySyncCore

// What the records of a key come to: its heads and, of these, its winner.
extension ClusterTransaction {
  /// Marks the heads of some keys, moves the cluster's head count and sum along, and notes what changed.
  func replaceHeads(before: [VerifiedRecord], after: [VerifiedRecord]) throws {
    let (old, new) = (Set(before.map(\.id)), Set(after.map(\.id)))
    guard old != new else { return }
    var sum = try headSum()
    for head in before where !new.contains(head.id) {
      sum.subtract(head.id)
      try setHead(head, false)
    }
    for head in after where !old.contains(head.id) {
      sum.add(head.id)
      try setHead(head, true)
    }
    try execute(
      "UPDATE cluster SET head_count = ?, head_sum = ? WHERE id = ?",
      [sum.count, Data(sum.sumBytes), cluster]
    )
  }

  private func setHead(_ record: VerifiedRecord, _ isHead: Bool) throws {
    try execute("UPDATE record SET is_head = ? WHERE cluster = ? AND record_id = ?", [isHead, cluster, record.id])
    try execute(
      "INSERT INTO head_change (cluster, record_id, last_modified, joined) VALUES (?, ?, ?, ?)",
      [cluster, record.id, record.fields.lastModified, isHead]
    )
  }

  /// Number and fingerprint sum of all heads.
  package func headSum() throws -> FingerprintSum {
    guard let row = try row("SELECT head_count, head_sum FROM cluster WHERE id = ?", [cluster]),
      let sum = FingerprintSum(count: try row.required("head_count"), sumBytes: try row.bytes("head_sum"))
    else { throw StoreError.damaged("head sum") }
    return sum
  }

  /// Writes what a key is now, and counts a conflict that came or went, once each as this node saw it: under `manual` it is
  /// resolved when it goes, under any other strategy at once (PROTOCOL section 7.4).
  func update(_ key: KeyID, to view: KeyView?, under rule: PolicyRule) throws {
    let before = try row("SELECT conflict, is_decided FROM key WHERE cluster = ? AND key_id = ?", [cluster, key])
    let wasConflict = before.flatMap { String.fromDatabaseValue($0["conflict"]) } != nil
    let wasDecided = before.flatMap { Bool.fromDatabaseValue($0["is_decided"]) } ?? false
    let isConflict = view?.conflict != nil
    let isDecided = isConflict && (wasDecided || rule.strategy != .manual)
    try execute(
      """
      UPDATE key SET conflict = ?1, is_decided = ?2,
        winner = (SELECT id FROM record WHERE cluster = ?3 AND record_id = ?4)
      WHERE cluster = ?3 AND key_id = ?5
      """,
      [view?.conflict?.rawValue, isDecided, cluster, view?.winner.id, key]
    )
    if isConflict, !wasConflict { try increment("conflicts_detected") }
    if !wasDecided, isDecided || (wasConflict && !isConflict) { try increment("conflicts_resolved") }
  }
}

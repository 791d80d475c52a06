import Foundation
import GRDB
import KeySyncCore

// What the records of a key come to: its heads and, of these, its winner.
extension ClusterTransaction {
  /// Marks the heads of some keys, moves the cluster's head count and sum along, and notes what changed.
  ///
  /// - Parameter isMarked: whether a new head is marked in its row already.
  func replaceHeads(
    before: [VerifiedRecord],
    after: [VerifiedRecord],
    isMarked: (RecordID) -> Bool = { _ in false }
  ) throws {
    let (old, new) = (Set(before.map(\.id)), Set(after.map(\.id)))
    guard old != new else { return }
    var sum = try headSum()
    for head in before where !new.contains(head.id) {
      sum.subtract(head.id)
      try mark(head.id, asHead: false)
      try noteHead(head, hasJoined: false)
    }
    for head in after where !old.contains(head.id) {
      sum.add(head.id)
      if !isMarked(head.id) { try mark(head.id, asHead: true) }
      try noteHead(head, hasJoined: true)
    }
    try execute(
      "UPDATE cluster SET head_count = ?, head_sum = ? WHERE id = ?",
      [sum.count, Data(sum.sumBytes), cluster]
    )
  }

  private func mark(_ id: RecordID, asHead isHead: Bool) throws {
    try execute("UPDATE record SET is_head = ? WHERE cluster = ? AND record_id = ?", [isHead, cluster, id])
  }

  private func noteHead(_ record: VerifiedRecord, hasJoined: Bool) throws {
    try executeDirectly(
      "INSERT INTO head_change (cluster, record_id, last_modified, joined) VALUES (?, ?, ?, ?)",
      [.integer(cluster), .record(record.id), .time(record.fields.lastModified), .flag(hasJoined)]
    )
  }

  /// Number and fingerprint sum of all heads.
  package func headSum() throws -> FingerprintSum {
    guard let row = try row("SELECT head_count, head_sum FROM cluster WHERE id = ?", [cluster]),
      let sum = FingerprintSum(count: try row.required("head_count"), sumBytes: try row.bytes("head_sum"))
    else { throw StoreError.damaged("head sum") }
    return sum
  }
}

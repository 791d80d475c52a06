import Foundation
import GRDB
import KeySyncCore

// What the records of a key come to: its heads and, of these, its winner.
extension ClusterTransaction {
  /// Marks what has become a head or is none any more, moves the cluster's head count and sum along, and notes the changes.
  ///
  /// - Parameter isMarked: whether a new head is marked in its row already.
  func apply(_ changes: [HeadChange], isMarked: (RecordID) -> Bool = { _ in false }) throws {
    guard !changes.isEmpty else { return }
    var sum = try headSum()
    for change in changes {
      let id = change.item.id
      if change.hasJoined { sum.add(id) } else { sum.subtract(id) }
      if !(change.hasJoined && isMarked(id)) { try mark(id, asHead: change.hasJoined) }
    }
    try note(changes)
    try execute(
      "UPDATE cluster SET head_count = ?, head_sum = ? WHERE id = ?",
      [sum.count, Data(sum.sumBytes), cluster]
    )
  }

  private func mark(_ id: RecordID, asHead isHead: Bool) throws {
    try execute("UPDATE record SET is_head = ? WHERE cluster = ? AND record_id = ?", [isHead, cluster, id])
  }

  /// Number and fingerprint sum of all heads.
  package func headSum() throws -> FingerprintSum {
    guard let row = try row("SELECT head_count, head_sum FROM cluster WHERE id = ?", [cluster]),
      let sum = FingerprintSum(count: try row.required("head_count"), sumBytes: try row.bytes("head_sum"))
    else { throw StoreError.damaged("head sum") }
    return sum
  }
}

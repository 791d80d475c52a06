import GRDB
import KeySyncCore

/// A record that joined or left the set of heads.
package struct HeadChange: Sendable {
  package let item: NegentropyItem
  package let hasJoined: Bool
}

extension ClusterTransaction {
  /// The number of the newest change of heads; 0 before the first.
  package func headSequence() throws -> Int64 {
    try value("SELECT max(sequence) FROM head_change", []) ?? 0
  }

  /// What joined and left since a change, in order; nil where some of it is not kept any more.
  package func headChanges(since sequence: Int64) throws -> [HeadChange]? {
    let oldest: Int64? = try value("SELECT min(sequence) FROM head_change", [])
    guard let oldest, oldest <= sequence + 1 else { return try headSequence() == sequence ? [] : nil }
    return try rows(
      "SELECT record_id, last_modified, joined FROM head_change WHERE sequence > ? AND cluster = ? ORDER BY sequence",
      [sequence, cluster]
    ).map { row in
      let item = NegentropyItem(
        lastModified: try row.required("last_modified"),
        id: try row.required("record_id")
      )
      return HeadChange(item: item, hasJoined: try row.required("joined"))
    }
  }

  /// Forgets the oldest changes of heads beyond a bound; whoever has not followed them reads all heads.
  package func forgetHeadChanges(keeping limit: Int = Limits.headChanges) throws {
    try execute(
      "DELETE FROM head_change WHERE sequence <= (SELECT max(sequence) FROM head_change) - ?",
      [limit]
    )
  }
}

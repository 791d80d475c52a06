import Foundation
import GRDB
import KeySyncCore

extension ClusterTransaction {
  /// Makes what is derived of one key anew from its records. A key that cannot be judged, because a record that it needs
  /// cannot be read, is left as it is.
  ///
  /// - Returns: whether it was done.
  package func rebuild(_ key: KeyID, under rules: MergeRules, at now: WallTime) throws -> Bool {
    do {
      try db.inSavepoint {
        try clearUnknownStandings(of: key)
        try recompute([key], under: rules, at: now)
        for entry in try history(of: key) { try noteParents(of: entry) }
        return .commit
      }
      return true
    } catch is StoreError { return false }
  }

  /// A number that stands for no standing would stop the reading; the judgement that follows sets the right one.
  private func clearUnknownStandings(of key: KeyID) throws {
    let known = ([0] + Refusal.allCases.map { Int($0.rawValue) }).map(String.init).joined(separator: ", ")
    try execute(
      """
      UPDATE record SET standing = 0 WHERE key = (SELECT id FROM key WHERE cluster = ? AND key_id = ?)
        AND standing NOT IN (\(known))
      """,
      [cluster, key]
    )
  }

  /// Notes anew which parents a record waits for, or which of them belong to another key.
  private func noteParents(of entry: HistoryEntry) throws {
    guard let row = try recordRow(entry.record.id) else { return }
    try execute("DELETE FROM waiting_parent WHERE record = ?", [row])
    try execute("DELETE FROM foreign_parent WHERE record = ?", [row])
    for parent in entry.record.fields.parents {
      let held = try self.row(
        """
        SELECT standing <> 22 AS has_entered, key <> (SELECT key FROM record WHERE id = ?) AS is_foreign
        FROM record WHERE cluster = ? AND record_id = ?
        """,
        [row, cluster, parent]
      )
      if entry.standing == .waiting {
        guard try held?.required("has_entered") != true else { continue }
        try execute("INSERT INTO waiting_parent (cluster, parent, record) VALUES (?, ?, ?)", [cluster, parent, row])
      } else if try held?.required("is_foreign") == true {
        try execute("INSERT INTO foreign_parent (cluster, parent, record) VALUES (?, ?, ?)", [cluster, parent, row])
      }
    }
  }

  /// Writes the columns of a record as its signed bytes have them; the caller has verified it. Nothing is done where another
  /// row has that id already.
  package func setColumns(ofRow row: Int64, to record: VerifiedRecord) throws {
    guard try recordRow(record.id).map({ $0 == row }) ?? true else { return }
    try execute(
      "UPDATE record SET cluster = ?, record_id = ?, key = ?, last_modified = ? WHERE id = ?",
      [cluster, record.id, try keyRow(record.fields.keyID), record.fields.lastModified, row]
    )
  }

  /// The signed bytes of a row.
  package func signedBytes(ofRow row: Int64) throws -> [UInt8]? {
    let data: Data? = try value("SELECT signed FROM record WHERE id = ?", [row])
    return data.map { [UInt8]($0) }
  }

  /// Counts the heads that are marked, and notes their number and sum.
  package func recountHeads() throws {
    var sum = FingerprintSum()
    let select = "SELECT record_id FROM record WHERE +cluster = ? AND is_head"
    let cursor = try RecordID.fetchCursor(db.cachedStatement(sql: select), arguments: [cluster])
    while let id = try cursor.next() { sum.add(id) }
    try execute(
      "UPDATE cluster SET head_count = ?, head_sum = ? WHERE id = ?",
      [sum.count, Data(sum.sumBytes), cluster]
    )
  }
}

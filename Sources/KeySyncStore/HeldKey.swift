import GRDB
import KeySyncCore

/// The row of a key.
struct HeldKey {
  let keyID: KeyID
  let row: Int64
  /// What it was noted to be before this transaction.
  let isConflict: Bool
  let isDecided: Bool
  /// Whether the row is yet to be written: then nothing of the key was held before this transaction.
  let isNew: Bool
}

extension HeldKey {
  init(new key: KeyID, row: Int64) {
    self.init(keyID: key, row: row, isConflict: false, isDecided: false, isNew: true)
  }
}

extension ClusterTransaction {
  /// The row of a key; nil where none was ever made: then nothing at all is held of the key.
  func heldKey(_ key: KeyID) throws -> HeldKey? {
    try firstDirectly(
      "SELECT id, conflict IS NOT NULL, is_decided FROM key WHERE cluster = ? AND key_id = ?",
      cluster,
      key
    ) { row in
      HeldKey(keyID: key, row: row.integer(0), isConflict: row.flag(1), isDecided: row.flag(2), isNew: false)
    }
  }

  /// The row of a key, made where it is not there yet.
  func keyRow(_ key: KeyID) throws -> Int64 {
    if let held = try heldKey(key) { return held.row }
    try execute("INSERT INTO key (cluster, key_id) VALUES (?, ?)", [cluster, key])
    return db.lastInsertedRowID
  }

  /// The last row of a table, whatever its cluster; 0 before the first.
  func lastRow(of table: String) throws -> Int64 { try value("SELECT max(id) FROM \(table)", []) ?? 0 }

  /// Writes what a key is now, and counts a conflict that came or went, once each as this node saw it: under `manual` it is
  /// resolved when it goes, under any other strategy at once (PROTOCOL section 7.4).
  ///
  /// - Parameter winner: the row of the record that wins.
  func write(_ key: HeldKey, as view: KeyView?, winner: Int64?, under rule: PolicyRule) throws {
    let isConflict = view?.conflict != nil
    let isDecided = isConflict && (key.isDecided || rule.strategy != .manual)
    let conflict = view?.conflict?.rawValue
    if key.isNew {
      try executeDirectly(
        "INSERT INTO key (id, cluster, key_id, winner, conflict, is_decided) VALUES (?, ?, ?, ?, ?, ?)",
        key.row,
        cluster,
        key.keyID,
        winner,
        conflict,
        isDecided
      )
    } else {
      try executeDirectly(
        "UPDATE key SET winner = ?, conflict = ?, is_decided = ? WHERE id = ?",
        winner,
        conflict,
        isDecided,
        key.row
      )
    }
    if isConflict, !key.isConflict { try increment("conflicts_detected") }
    if !key.isDecided, isDecided || (key.isConflict && !isConflict) { try increment("conflicts_resolved") }
  }
}

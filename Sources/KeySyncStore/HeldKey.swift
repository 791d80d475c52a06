import GRDB
import KeySyncCore

/// The row of a key.
struct HeldKey {
  let keyID: KeyID
  let row: Int64
  /// What it was noted to be before this transaction.
  let isConflict: Bool
  let isDecided: Bool
  /// Whether the row was made in this transaction: then nothing else is held of the key.
  let isNew: Bool
}

extension ClusterTransaction {
  /// The row of a key; nil where none was ever made: then nothing at all is held of the key.
  func heldKey(_ key: KeyID) throws -> HeldKey? {
    let select = "SELECT id, conflict IS NOT NULL, is_decided FROM key WHERE cluster = ? AND key_id = ?"
    return try firstDirectly(select, [.integer(cluster), .key(key)]) { row in
      HeldKey(keyID: key, row: row.integer(0), isConflict: row.flag(1), isDecided: row.flag(2), isNew: false)
    }
  }

  /// Makes the row of a key that has none.
  func makeKey(_ key: KeyID) throws -> HeldKey {
    try executeDirectly("INSERT INTO key (cluster, key_id) VALUES (?, ?)", [.integer(cluster), .key(key)])
    return HeldKey(keyID: key, row: db.lastInsertedRowID, isConflict: false, isDecided: false, isNew: true)
  }

  /// The row of a key, made where it is not there yet.
  func keyRow(_ key: KeyID) throws -> Int64 { try heldKey(key)?.row ?? makeKey(key).row }

  /// Writes what a key is now, and counts a conflict that came or went, once each as this node saw it: under `manual` it is
  /// resolved when it goes, under any other strategy at once (PROTOCOL section 7.4).
  ///
  /// - Parameter winner: the row of the record that wins.
  func update(_ key: HeldKey, to view: KeyView?, winner: Int64?, under rule: PolicyRule) throws {
    let isConflict = view?.conflict != nil
    let isDecided = isConflict && (key.isDecided || rule.strategy != .manual)
    try executeDirectly(
      "UPDATE key SET conflict = ?, is_decided = ?, winner = ? WHERE id = ?",
      [
        view?.conflict.map { .text($0.rawValue) } ?? .null, .flag(isDecided), winner.map(Binding.integer) ?? .null,
        .integer(key.row),
      ]
    )
    if isConflict, !key.isConflict { try increment("conflicts_detected") }
    if !key.isDecided, isDecided || (key.isConflict && !isConflict) { try increment("conflicts_resolved") }
  }
}

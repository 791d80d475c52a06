import Foundation
import GRDB
import KeySyncCore

extension ClusterTransaction {
  /// Sealed key data, where this node has it.
  package func sealedData(of key: KeyID, _ commitment: Bytes32) throws -> [UInt8]? {
    let data: Data? = try value(
      """
      SELECT sealed FROM key_data JOIN key ON key.id = key_data.key
      WHERE key.cluster = ? AND key.key_id = ? AND key_data.commitment = ?
      """,
      [cluster, key, commitment]
    )
    return data.map { [UInt8]($0) }
  }

  /// Whether this node has the data.
  func holdsData(of key: KeyID, _ commitment: Bytes32) throws -> Bool {
    let found: Int? = try value(
      """
      SELECT 1 FROM key_data JOIN key ON key.id = key_data.key
      WHERE key.cluster = ? AND key.key_id = ? AND key_data.commitment = ?
      """,
      [cluster, key, commitment]
    )
    return found != nil
  }

  /// Whether this node has the data, for the key of a row.
  func holdsData(of key: Int64, _ commitment: Bytes32) throws -> Bool {
    try row("SELECT 1 FROM key_data WHERE key = ? AND commitment = ?", [key, commitment]) != nil
  }

  /// Sealed data of a record that is a head: that of no other is served (PROTOCOL section 7.6).
  package func servedData(of record: VerifiedRecord) throws -> [UInt8]? {
    let data: Data? = try value(
      """
      SELECT sealed FROM record JOIN key_data ON key_data.key = record.key AND key_data.commitment = ?
      WHERE record.cluster = ? AND record.record_id = ? AND record.is_head
      """,
      [record.fields.content.commitment, cluster, record.id]
    )
    return data.map { [UInt8]($0) }
  }

  func keep(_ sealed: [UInt8], _ commitment: Bytes32, of key: HeldKey) throws {
    try executeDirectly(
      "INSERT INTO key_data (key, commitment, sealed) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      key.row,
      commitment,
      Blob(bytes: sealed)
    )
  }

  /// Data that no live head and no waiting record commits to is erased after the undo window, and at once where every head is a
  /// delete and one of them asks for it (PROTOCOL section 7.6).
  func scheduleErasure(of key: HeldKey, heads: [VerifiedRecord], undoWindow: Int64, at now: WallTime) throws {
    let isErased =
      !heads.isEmpty && heads.allSatisfy { $0.fields.isDelete } && heads.contains { $0.fields.asksForErasure }
    let eraseAfter = isErased ? now : now.advanced(byMilliseconds: undoWindow)
    let wanted = Set(heads.compactMap { $0.fields.content.commitment })
    let held = try rows("SELECT id, commitment, erase_after FROM key_data WHERE key = ?", [key.row])
    let isAllWanted = try held.allSatisfy { wanted.contains(try $0.required("commitment")) }
    let waitedFor = isAllWanted ? [] : try waitingCommitments(of: key)
    for row in held {
      let id: Int64 = try row.required("id")
      let commitment: Bytes32 = try row.required("commitment")
      let scheduled = WallTime.fromDatabaseValue(row["erase_after"])
      let isWanted = wanted.contains(commitment) || waitedFor.contains(commitment)
      let due = isWanted ? nil : min(scheduled ?? eraseAfter, eraseAfter)
      if due != scheduled { try execute("UPDATE key_data SET erase_after = ? WHERE id = ?", [due, id]) }
    }
    if isErased || undoWindow == 0 { _ = try eraseDueData(at: now) }
  }

  private func waitingCommitments(of key: HeldKey) throws -> [Bytes32] {
    try rows("SELECT * FROM record WHERE key = ? AND standing = 22", [key.row])
      .compactMap { try VerifiedRecord($0).fields.content.commitment }
  }

  /// Erases the data whose time has come, a bounded number at once; `secure_delete` overwrites it in the file.
  ///
  /// - Returns: whether more may be waiting.
  package func eraseData(at now: WallTime) throws -> Bool {
    log?.append(.erased(now))
    return try eraseDueData(at: now)
  }

  private func eraseDueData(at now: WallTime) throws -> Bool {
    try execute(
      """
      DELETE FROM key_data WHERE id IN
        (SELECT id FROM key_data WHERE erase_after IS NOT NULL AND erase_after <= ? LIMIT ?)
      """,
      [now, Limits.rowsPrunedAtOnce]
    )
    return db.changesCount == Limits.rowsPrunedAtOnce
  }
}

extension RecordFields {
  /// A delete with the attribute `erase` true leaves nothing to undo.
  fileprivate var asksForErasure: Bool { content.attributes[KeyContent.eraseAttribute] == .flag(true) }
}

import Foundation
import GRDB
import KeySyncCore

extension ClusterTransaction {
  /// All keys as they stand in the store, sorted by name, handed on one by one.
  package func forEachStoredKey(_ body: (StoredKey) throws -> Void) throws {
    let select = "SELECT id, key_id, winner, conflict, is_decided FROM key WHERE cluster = ? ORDER BY key_id"
    let cursor = try Row.fetchCursor(db.cachedStatement(sql: select), arguments: [cluster])
    while let row = try cursor.next() {
      let id: Int64 = try row.required("id")
      try body(
        StoredKey(
          row: id,
          text: try row.required("key_id"),
          winner: Int64.fromDatabaseValue(row["winner"]),
          conflict: String.fromDatabaseValue(row["conflict"]),
          isDecided: try row.required("is_decided"),
          records: try storedRecords(of: id),
          data: try storedData(of: id)
        )
      )
    }
  }

  private func storedRecords(of key: Int64) throws -> [StoredRecord] {
    let select = """
      SELECT id, cluster, record_id, last_modified, standing, is_head, signed FROM record WHERE key = ? ORDER BY id
      """
    return try rows(select, [key]).map { row in
      let id: Int64 = try row.required("id")
      return StoredRecord(
        row: id,
        isOfCluster: try row.required("cluster") == cluster,
        recordID: try row.required("record_id"),
        lastModified: try row.required("last_modified"),
        standing: try? RecordGraph.Standing(code: try row.required("standing")),
        isHead: try row.required("is_head"),
        signed: try row.bytes("signed"),
        waitsFor: try ids("SELECT parent FROM waiting_parent WHERE record = ?", [id]),
        foreignParents: try ids("SELECT parent FROM foreign_parent WHERE record = ?", [id])
      )
    }
  }

  private func storedData(of key: Int64) throws -> [StoredData] {
    try rows("SELECT commitment, sealed, erase_after FROM key_data WHERE key = ? ORDER BY id", [key]).map { row in
      StoredData(
        commitment: Bytes32.fromDatabaseValue(row["commitment"]),
        sealed: try row.bytes("sealed"),
        isToBeErased: Int64.fromDatabaseValue(row["erase_after"]) != nil
      )
    }
  }

  private func ids(_ select: String, _ arguments: StatementArguments) throws -> Set<RecordID> {
    Set(try rows(select, arguments).map { try $0.required("parent") })
  }

  /// A record that is held, wherever it stands, with how it stands; nil where it is not here.
  ///
  /// - Throws: `StoreError.damaged` when it cannot be read.
  package func heldRecord(_ id: RecordID) throws -> (record: VerifiedRecord, standing: RecordGraph.Standing)? {
    try row("SELECT * FROM record WHERE cluster = ? AND record_id = ?", [cluster, id])
      .map { (try VerifiedRecord($0), try RecordGraph.Standing(code: try $0.required("standing"))) }
  }

  /// Number and sum of the heads as the cluster has them noted; nil where that is no sum.
  package func notedHeadSum() throws -> FingerprintSum? {
    guard let row = try row("SELECT head_count, head_sum FROM cluster WHERE id = ?", [cluster]),
      let count = Int64.fromDatabaseValue(row["head_count"]), let sum = Data.fromDatabaseValue(row["head_sum"])
    else { return nil }
    return FingerprintSum(count: count, sumBytes: [UInt8](sum))
  }

  /// What SQLite finds wrong with the file and with what its rows refer to, a line each; empty when all is well.
  package func fileFaults(limit: Int) throws -> [String] {
    let damage = try lines(of: "PRAGMA integrity_check(\(limit))") { String.fromDatabaseValue($0[0]) ?? "" }
    let references = try lines(of: "PRAGMA foreign_key_check") { row in
      let names = ["table", "parent"].map { String.fromDatabaseValue(row[$0]) ?? "?" }
      return "a row of \(names[0]) refers to one of \(names[1]) that is not there"
    }
    return damage.filter { $0 != "ok" } + references.prefix(limit)
  }

  /// What a look through the file says; where damage ends it, that is its last line.
  private func lines(of pragma: String, _ text: (Row) -> String) throws -> [String] {
    var lines: [String] = []
    do {
      let cursor = try Row.fetchCursor(db, sql: pragma)
      while let row = try cursor.next() { lines.append(text(row)) }
    } catch let error where StoreError.isDamage(error) { lines.append(StoreError.text(of: error)) }
    return lines
  }
}

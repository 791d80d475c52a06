import Foundation
import GRDB
import KeySyncCore

extension ClusterTransaction {
  /// Writes a record that is not held, in a row of its own.
  func insert(
    _ record: VerifiedRecord,
    at row: Int64,
    _ standing: RecordGraph.Standing,
    isHead: Bool,
    of key: HeldKey,
    sender: NodeID?,
    receivedAt now: WallTime,
    missing: [RecordID],
    foreign: [RecordID]
  ) throws {
    try executeDirectly(
      """
      INSERT INTO record (id, cluster, record_id, key, standing, is_head, last_modified, sender, received_at, signed)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      row,
      cluster,
      record.id,
      key.row,
      standing.code,
      isHead,
      record.fields.lastModified,
      sender,
      now,
      Blob(bytes: record.bytes)
    )
    for parent in missing {
      try execute("INSERT INTO waiting_parent (cluster, parent, record) VALUES (?, ?, ?)", [cluster, parent, row])
    }
    try noteForeign(foreign, of: row)
  }

  private func noteForeign(_ parents: [RecordID], of row: Int64) throws {
    for parent in parents {
      try execute(
        "INSERT INTO foreign_parent (cluster, parent, record) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [cluster, parent, row]
      )
    }
  }

  /// A record that waited has entered.
  func release(_ id: RecordID, standing: RecordGraph.Standing?, foreign: [RecordID]) throws {
    guard let standing, let row = try recordRow(id) else { return }
    try execute("UPDATE record SET standing = ? WHERE id = ?", [standing.code, row])
    try execute("DELETE FROM waiting_parent WHERE record = ?", [row])
    try limitAgreements(before: row)
    try noteForeign(foreign, of: row)
  }

  /// Removes a record unless another one has it as a parent: if that is of the same key, its id stands in its signed bytes.
  ///
  /// - Returns: whether it was held and is gone.
  func dropUnlessNamed(_ id: RecordID) throws -> Bool {
    try execute(
      """
      DELETE FROM record WHERE cluster = ?1 AND record_id = ?2 AND NOT EXISTS
        (SELECT 1 FROM record AS other
          WHERE other.key = record.key AND other.id <> record.id AND instr(other.signed, ?2) > 0)
        AND NOT EXISTS (SELECT 1 FROM foreign_parent WHERE cluster = ?1 AND parent = ?2)
        AND NOT EXISTS (SELECT 1 FROM waiting_parent WHERE cluster = ?1 AND parent = ?2)
      """,
      [cluster, id]
    )
    return db.changesCount == 1
  }

  func recordRow(_ id: RecordID) throws -> Int64? {
    try value("SELECT id FROM record WHERE cluster = ? AND record_id = ?", [cluster, id])
  }

  /// A record that is held.
  package func record(_ id: RecordID) throws -> VerifiedRecord? {
    try row("SELECT * FROM record WHERE cluster = ? AND record_id = ? AND standing <> 22", [cluster, id])
      .map(VerifiedRecord.init)
  }

  /// Records that are held, in the order of their ids, and then ancestors up to the limit, the nearest first. Waiting ones are
  /// not given.
  package func recordsWithAncestors(_ ids: [RecordID], limit: Int) throws -> [VerifiedRecord] {
    var found: [VerifiedRecord] = []
    var seen = Set(ids)
    var generation = ids
    while !generation.isEmpty, found.count < limit {
      let records = try generation.compactMap(record).prefix(limit - found.count)
      found += records
      generation = records.flatMap(\.fields.parents).filter { seen.insert($0).inserted }
    }
    return found
  }
}

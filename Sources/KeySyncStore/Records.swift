import Foundation
import GRDB
import KeySyncCore

extension ClusterTransaction {
  /// Writes a record that is not held.
  ///
  /// - Returns: its row.
  func insert(
    _ record: VerifiedRecord,
    _ standing: RecordGraph.Standing,
    isHead: Bool,
    of key: HeldKey,
    sender: NodeID?,
    at now: WallTime,
    missing: [RecordID],
    foreign: [RecordID]
  ) throws -> Int64 {
    try executeDirectly(
      """
      INSERT INTO record (cluster, record_id, key, standing, is_head, last_modified, sender, received_at, signed)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .integer(cluster), .record(record.id), .integer(key.row), .integer(standing.code), .flag(isHead),
        .time(record.fields.lastModified), sender.map(Binding.node) ?? .null, .time(now), .bytes(record.bytes),
      ]
    )
    let row = db.lastInsertedRowID
    for parent in missing {
      try execute("INSERT INTO waiting_parent (cluster, parent, record) VALUES (?, ?, ?)", [cluster, parent, row])
    }
    try noteForeign(foreign, of: row)
    return row
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

  func waitingCount(of sender: NodeID) throws -> Int {
    try value("SELECT count(*) FROM record WHERE cluster = ? AND sender = ? AND standing = 22", [cluster, sender]) ?? 0
  }

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

  /// The parents that are lacked by records of a sender which wait, the longest-waited-for first.
  ///
  /// - Parameter since: leaves out those that a record waited for before.
  package func missingParents(
    ofRecordsFrom sender: NodeID,
    since: WallTime = WallTime(milliseconds: 0),
    limit: Int = Limits.idsPerFetch
  ) throws -> [RecordID] {
    try rows(
      """
      SELECT parent FROM record AS child JOIN waiting_parent ON waiting_parent.record = child.id
      WHERE child.cluster = ?1 AND child.sender = ?2 AND child.standing = 22
        AND NOT EXISTS (SELECT 1 FROM record WHERE cluster = ?1 AND record_id = parent)
        AND NOT EXISTS
          (SELECT 1 FROM waiting_parent AS other JOIN record ON record.id = other.record
            WHERE other.cluster = ?1 AND other.parent = waiting_parent.parent AND record.received_at < ?3)
      GROUP BY parent ORDER BY min(child.id) LIMIT ?4
      """,
      [cluster, sender, since, limit]
    ).map { try $0.required("parent") }
  }

  /// A parent that records wait for, with who sent the record that waits for it longest, and since when.
  package struct MissingParent {
    package let id: RecordID
    package let sender: NodeID
    package let since: WallTime
  }

  /// The parents that are lacked by records which wait, the longest-waited-for first.
  package func missingParents(limit: Int) throws -> [MissingParent] {
    // SQLite takes the other columns from the row that has the minimum.
    try rows(
      """
      SELECT parent, child.sender, child.received_at, min(child.id) AS first
      FROM record AS child JOIN waiting_parent ON waiting_parent.record = child.id
      WHERE child.cluster = ?1 AND child.standing = 22
        AND NOT EXISTS (SELECT 1 FROM record WHERE cluster = ?1 AND record_id = parent)
      GROUP BY parent ORDER BY first LIMIT ?2
      """,
      [cluster, limit]
    ).map {
      MissingParent(
        id: try $0.required("parent"),
        sender: try $0.required("sender"),
        since: try $0.required("received_at")
      )
    }
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

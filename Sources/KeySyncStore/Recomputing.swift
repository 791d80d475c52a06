import GRDB
import KeySyncCore

extension ClusterTransaction {
  /// Judges all records of some keys again, from the beginning: after a change of trust or policy a key may be another one.
  package func recompute(_ keys: [KeyID], under rules: MergeRules, at now: WallTime) throws {
    for key in keys { try recompute(key, under: rules, at: now) }
    log?.append(.recomputed(keys, rules, now))
  }

  private func recompute(_ key: KeyID, under rules: MergeRules, at now: WallTime) throws {
    guard let held = try heldKey(key) else { return }
    let records = try history(of: key)
    let rule = rules.policy.rule(for: key)
    let headsBefore = try heads(of: key)
    var graph = RecordGraph()
    for parent in try foreignParents(of: records) { graph.restore(parent.record, parent.standing, isHead: false) }
    for entry in records { _ = graph.merge(entry.record, under: rules.trust) }
    for entry in records {
      guard let standing = graph.standing(of: entry.record.id), standing != entry.standing else { continue }
      try execute(
        "UPDATE record SET standing = ? WHERE cluster = ? AND record_id = ?",
        [standing.code, cluster, entry.record.id]
      )
      try queueAgain(entry, standing, at: now)
    }
    let view = KeyView(heads: graph.heads(of: key), rule: rule)
    try apply(HeadChange.changes(from: headsBefore, to: view?.heads ?? []))
    try write(held, as: view, winner: try view.flatMap { try recordRow($0.winner.id) }, under: rule)
    try scheduleErasure(of: held, heads: view?.heads ?? [], undoWindow: rules.undoWindow, at: now)
  }

  /// A change of this node that its own trust makes void is not sent any more, as no peer that trusts alike would keep it; one
  /// that is void no longer is sent again, to those that refused it as well.
  private func queueAgain(_ entry: HistoryEntry, _ standing: RecordGraph.Standing, at now: WallTime) throws {
    guard entry.sender == nil, let row = try recordRow(entry.record.id) else { return }
    try execute("DELETE FROM outbox WHERE record = ?", [row])
    guard standing == .entered else { return }
    try forgetRefusals(of: row)
    try enqueue(entry.record, at: now)
  }

  /// The keys with several heads: those a policy has a say in, sorted.
  package func contestedKeys() throws -> [KeyID] {
    try rows(
      """
      SELECT key_id FROM key WHERE cluster = ? AND id IN
        (SELECT key FROM record INDEXED BY head_of_key WHERE is_head GROUP BY key HAVING count(*) > 1)
      ORDER BY key_id
      """,
      [cluster]
    ).map { try $0.required("key_id") }
  }

  /// The hash of the policy that the winners were chosen by; nil before the first.
  package func policyHash() throws -> Bytes32? {
    try value("SELECT policy_hash FROM cluster WHERE id = ?", [cluster])
  }

  package func setPolicyHash(_ hash: Bytes32) throws {
    try execute("UPDATE cluster SET policy_hash = ? WHERE id = ?", [hash, cluster])
  }

  /// Every record of a key that is held, in the order of arrival.
  package func history(of key: KeyID) throws -> [HistoryEntry] {
    try rows(
      """
      SELECT record.* FROM key JOIN record ON record.key = key.id
      WHERE key.cluster = ? AND key.key_id = ? ORDER BY record.id
      """,
      [cluster, key]
    ).map(HistoryEntry.init)
  }

  /// Parents that belong to another key: they count as entered or not, and for nothing else.
  private func foreignParents(of records: [HistoryEntry]) throws -> [HistoryEntry] {
    let own = Set(records.map(\.record.id))
    return try records.flatMap(\.record.fields.parents).filter { !own.contains($0) }.compactMap { parent in
      try row("SELECT * FROM record WHERE cluster = ? AND record_id = ?", [cluster, parent]).map(HistoryEntry.init)
    }
  }

  /// The keys with a record by one of these nodes.
  package func keys(touchedBy creators: Set<NodeID>) throws -> [KeyID] {
    guard !creators.isEmpty else { return [] }
    var keys: Set<KeyID> = []
    let cursor = try Row.fetchCursor(
      db.cachedStatement(sql: "SELECT record_id, signed FROM record WHERE cluster = ?"),
      arguments: [cluster]
    )
    while let row = try cursor.next() {
      let record = try VerifiedRecord(row)
      if creators.contains(record.creator) { keys.insert(record.fields.keyID) }
    }
    return keys.sorted()
  }
}

/// A record of a key's history.
package struct HistoryEntry: Sendable {
  package let record: VerifiedRecord
  package let standing: RecordGraph.Standing
  package let isHead: Bool
  /// Who sent it; nil for this node's own.
  package let sender: NodeID?
  package let receivedAt: WallTime

  init(_ row: Row) throws {
    record = try VerifiedRecord(row)
    standing = try RecordGraph.Standing(code: try row.required("standing"))
    isHead = try row.required("is_head")
    sender = NodeID.fromDatabaseValue(row["sender"])
    receivedAt = try row.required("received_at")
  }
}

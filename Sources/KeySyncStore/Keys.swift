import GRDB
import KeySyncCore

/// A key as the store holds it.
package struct KeyRow: Sendable {
  /// The winner's row in the table `record`.
  package let row: Int64
  package let keyID: KeyID
  package let winner: VerifiedRecord
  /// All heads, the winner among them, sorted by id.
  package let heads: [VerifiedRecord]
  package let conflict: ConflictKind?
  /// Whether the winner's data is here.
  package let hasData: Bool
  /// Who sent the winner; nil for this node's own.
  package let sender: NodeID?
  /// How often the winner's change was tried to be sent; nil when it is not in the outbound queue.
  package let attempts: Int?
  /// The topic where the broker refused it.
  package let closedTopic: String?
  /// What peers said of the winner, sorted by peer, one answer of each.
  package let answers: [(peer: NodeID, outcome: Outcome)]
}

// The pluses keep SQLite from going by names, ids or peers, from which it would jump to each row.
extension ClusterTransaction {
  /// One key; nil when no record of it has entered.
  package func key(_ key: KeyID) throws -> KeyRow? {
    var found: KeyRow?
    try forEachPage("key.cluster = ?1 AND key.key_id = ?2", [key]) { found = try $0.first?.decoded() }
    return found
  }

  /// The keys whose id begins with a text, tombstones too, in the order in which they became known here, handed on page by page.
  package func forEachPageOfKeys(beginningWith prefix: String = "", _ body: ([EncodedKey]) throws -> Void) throws {
    // No key id has a character after '~'.
    try forEachPage("+key.cluster = ?1 AND +key.key_id BETWEEN ?2 AND ?2 || char(127)", [prefix], body)
  }

  /// The keys of which more is to be said than that they are settled: those in conflict, and those whose winner waits in the
  /// outbound queue, was refused by some peer for good, or was made here and is not confirmed.
  package func forEachPageOfUnsettledKeys(
    by confirmation: Confirmation,
    _ body: ([EncodedKey]) throws -> Void
  ) throws {
    try forEachPage(
      """
      key.id IN (
        SELECT id FROM key WHERE cluster = ?1 AND conflict IS NOT NULL
        UNION SELECT record.key FROM outbox JOIN record ON record.id = outbox.record WHERE outbox.cluster = ?1
        UNION SELECT record.key FROM delivery JOIN record ON record.id = delivery.record
          WHERE +record.cluster = ?1 AND outcome NOT IN (\(Schema.hopefulOutcomes))
        UNION SELECT key FROM record WHERE id > ?2 AND +cluster = ?1 AND sender IS NULL AND is_head AND ?3 > (
          SELECT count(*) FROM delivery WHERE delivery.record = record.id AND outcome IN (\(Schema.installedOutcomes))
            AND +peer IN (\(confirmation.peers.indices.map { "?\($0 + 4)" }.joined(separator: ", ")))))
      """,
      [confirmation.agreedRow, confirmation.count] + confirmation.peers,
      body
    )
  }

  /// Bounds what is in memory of keys that are not decoded yet.
  private static let keysPerPage = 1024

  private func forEachPage(
    _ condition: String,
    _ more: [any StatementBinding],
    _ body: ([EncodedKey]) throws -> Void
  ) throws {
    let rows = try DirectStatement("\(EncodedKey.select) WHERE \(condition) ORDER BY key.id", db)
    try rows.begin([cluster] + more)
    var parts = try KeyParts(self)
    var page: [EncodedKey] = []
    while let row = try rows.next() {
      if page.count == Self.keysPerPage {
        try body(page)
        page.removeAll(keepingCapacity: true)
      }
      page.append(try EncodedKey(row, &parts))
    }
    if !page.isEmpty { try body(page) }
  }

  /// The heads of a key, sorted by id.
  package func heads(of key: KeyID) throws -> [VerifiedRecord] {
    try rows(
      """
      SELECT record.* FROM key JOIN record ON record.key = key.id AND record.is_head
      WHERE key.cluster = ? AND key.key_id = ? ORDER BY record.record_id
      """,
      [cluster, key]
    ).map(VerifiedRecord.init)
  }
}

import KeySyncCore

/// What belongs to keys and stands in tables of its own.
struct KeyParts {
  private let transaction: ClusterTransaction
  private var heads: RowsBeside
  private var data: RowsBeside
  private var deliveries: RowsBeside

  init(_ transaction: ClusterTransaction) throws {
    self.transaction = transaction
    heads = try RowsBeside(
      "SELECT key FROM record INDEXED BY head_of_key WHERE is_head AND key >= ? ORDER BY key",
      transaction
    )
    data = try RowsBeside("SELECT key, commitment FROM key_data WHERE key >= ? ORDER BY key", transaction)
    deliveries = try RowsBeside(
      "SELECT record, peer, outcome FROM delivery WHERE record >= ? ORDER BY record, peer",
      transaction
    )
  }

  /// All heads of a key, sorted by id; nil where there is but one.
  mutating func contestingHeads(of key: Int64, _ keyID: KeyID) throws -> [VerifiedRecord]? {
    var count = 0
    try heads.forEach(of: key) { _ in count += 1 }
    return count == 1 ? nil : try transaction.heads(of: keyID)
  }

  /// Of the data of a key that is here.
  mutating func commitments(of key: Int64) throws -> [Bytes32] {
    var commitments: [Bytes32] = []
    try data.forEach(of: key) { row in
      guard let commitment = row.bytes32(1) else { throw StoreError.damaged("a commitment") }
      commitments.append(commitment)
    }
    return commitments
  }

  /// What peers said of a record, sorted by peer.
  mutating func answers(to record: Int64) throws -> [(peer: NodeID, outcome: Outcome)] {
    var answers: [(peer: NodeID, outcome: Outcome)] = []
    try deliveries.forEach(of: record) { row in
      guard let peer = row.bytes32(1) else { throw StoreError.damaged("a delivery") }
      answers.append((NodeID(publicKey: peer), Outcome(code: UInt16(clamping: row.integer(2)))))
    }
    return answers
  }
}

import KeySyncStore

extension KeySynchronizer {
  /// The keys that match a pattern, sorted by id; with tombstones only where asked for.
  public func keys(matching pattern: KeyPattern? = nil, includingDeleted: Bool = false) throws -> [KeySummary] {
    try node.store.read(handle) { transaction in
      var keys: [KeySummary] = []
      try transaction.forEachKey { row in
        guard pattern?.matches(row.keyID) ?? true else { return }
        let summary = summary(of: row)
        if summary.isLive || includingDeleted { keys.append(summary) }
      }
      return keys
    }
  }

  /// One key; nil when there was never one, or all that is known of it waits. A deleted key is given as its tombstone.
  public func key(_ key: KeyID) throws -> KeySummary? {
    try node.store.read(handle) { try $0.key(key).map(summary) }
  }

  /// The data of a key's winning record; never that of an older one.
  ///
  /// - Throws: `KeySyncError.unknownKey`, `.dataMissing`.
  public func data(of key: KeyID) throws -> [UInt8] {
    try node.store.read(handle) { transaction in
      guard let row = try transaction.key(key), let commitment = row.winner.fields.content.commitment else {
        throw KeySyncError.unknownKey(key)
      }
      guard let sealed = try transaction.sealedData(of: key, commitment) else { throw KeySyncError.dataMissing(key) }
      return try unseal(sealed, of: key, commitment).bytes
    }
  }

  func summary(of key: KeyID, in transaction: ClusterTransaction) throws -> KeySummary {
    guard let row = try transaction.key(key) else { throw KeySyncError.unknownKey(key) }
    return summary(of: row)
  }

  private func summary(of row: KeyRow) -> KeySummary {
    let fields = row.winner.fields
    return KeySummary(
      keyID: row.keyID,
      version: fields.version,
      operation: fields.operation,
      status: status(of: row),
      algorithm: fields.content.algorithm,
      lastModified: fields.lastModified,
      creator: row.winner.creator,
      recordID: row.winner.id,
      heads: row.heads.map(\.id),
      attributes: fields.content.attributes,
      publicKeyHash: fields.content.publicKeyHash,
      hasData: row.hasData
    )
  }

  private func status(of row: KeyRow) -> KeySyncStatus {
    if let conflict = row.conflict, options.policy.rule(for: row.keyID).strategy == .manual {
      return .conflict(reason: conflict.rawValue)
    }
    if let failure = row.failure { return .failed(reason: failure.word) }
    return switch row.delivery?.attempts {
    case nil: .synchronized
    case 0: .pending
    default: .synchronizing
    }
  }
}

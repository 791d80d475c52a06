import KeySyncCrypto
import KeySyncStore

extension KeySynchronizer {
  /// Gives a key new data: creates it, or updates it where it is there.
  ///
  /// - Throws: `KeySyncError`, or `StoreError.queueFull` when too many changes wait to be sent; nothing is changed then.
  @discardableResult
  public func put(
    _ key: KeyID,
    algorithm: CryptoAlgorithm,
    data: [UInt8],
    attributes: Attributes = .empty
  ) throws -> KeySummary {
    guard data.count <= Limits.keyDataBytes else { throw KeySyncError.dataTooLarge(count: data.count) }
    let publicKey = try publicKey(in: data, algorithm)
    guard let salt = Bytes32(Randomness.salt()) else { throw KeySyncError.refused(.malformed) }
    let keyData = KeyData(bytes: data, salt: salt)
    let content = KeyContent(
      algorithm: algorithm,
      publicKeyHash: publicKey.map(BLAKE3.hash),
      commitment: keyData.commitment(by: node.cryptography),
      attributes: attributes
    )
    return try write(key, data: keyData) { heads in
      (heads.allSatisfy(\.isDelete) ? .create : .update, content)
    }
  }

  /// Deletes a key; its tombstone stays.
  ///
  /// - Throws: `KeySyncError`, or `StoreError.queueFull`; nothing is changed then.
  @discardableResult
  public func delete(_ key: KeyID) throws -> KeySummary {
    try write(key, data: nil) { heads in
      guard let live = heads.first(where: { !$0.isDelete }) else { throw KeySyncError.unknownKey(key) }
      return (.delete, KeyContent(algorithm: live.content.algorithm, publicKeyHash: nil, commitment: nil))
    }
  }

  /// Signs a change on top of the key's heads, merges it and queues it, in one transaction.
  private func write(
    _ key: KeyID,
    data: KeyData?,
    _ change: ([RecordFields]) throws -> (SyncOperation, KeyContent)
  ) throws -> KeySummary {
    try node.store.write(handle) { transaction in
      let now = now()
      let trust = try transaction.trust()
      let heads = try transaction.heads(of: key)
      let rule = options.policy.rule(for: key)
      if rule.strategy == .manual, let conflict = KeyView(heads: heads, rule: rule)?.conflict {
        throw KeySyncError.keyInConflict(key, conflict)
      }
      let (operation, content) = try change(heads.map(\.fields))
      guard trust.permits(operation.verb, by: node.nodeID, on: key, at: now) else {
        throw KeySyncError.notAuthorised(operation, key)
      }
      let record = try VerifiedRecord(
        signing: RecordFields(
          keyID: key,
          version: RecordFields.version(after: heads.map(\.fields)),
          parents: heads.map(\.id),
          operation: operation,
          lastModified: now,
          content: content
        ),
        cluster: cluster,
        by: node.identity,
        with: node.cryptography
      )
      try commit(record, data: data, in: transaction, trust: trust, at: now)
      return try summary(of: key, in: transaction)
    }
  }

  private func commit(
    _ record: VerifiedRecord,
    data: KeyData?,
    in transaction: ClusterTransaction,
    trust: Trust,
    at now: WallTime
  ) throws {
    let sealed = data.flatMap { data in
      record.fields.content.commitment.map { seal(data, of: record.fields.keyID, $0) }
    }
    let outcomes = try transaction.merge(
      [IncomingChange(record: record, sealedData: sealed, sender: nil)],
      under: rules(trust),
      at: now
    )
    guard outcomes == [.applied] else {
      throw KeySyncError.refused(outcomes.first.flatMap { Refusal(rawValue: UInt8(clamping: $0.code)) } ?? .badRecord)
    }
    try transaction.enqueue(record, limit: options.queueLimit, at: now)
  }

  private func publicKey(in data: [UInt8], _ algorithm: CryptoAlgorithm) throws -> [UInt8]? {
    do {
      return try KeyMaterial.publicKey(in: data, algorithm: algorithm.text, by: node.cryptography)
    } catch { throw KeySyncError.keyMismatch(algorithm: algorithm) }
  }
}

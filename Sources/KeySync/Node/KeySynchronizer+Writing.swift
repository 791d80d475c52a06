import KeySyncCrypto
import KeySyncStore

extension KeySynchronizer {
  /// Gives a key new data: creates it, or updates it where it is there. Without attributes it keeps those it has.
  ///
  /// - Parameter attributes: what the key has from now on; nil keeps those it has.
  /// - Throws: `KeySyncError` such as `.queueFull` when too many changes wait to be sent; nothing is changed then.
  @discardableResult
  public func put(
    _ key: KeyID,
    algorithm: CryptoAlgorithm,
    data: [UInt8],
    attributes: Attributes? = nil
  ) throws -> KeySummary {
    let (content, keyData) = try newContent(data, algorithm)
    return try write(key, data: keyData) { heads in
      let live = heads.first { !$0.isDelete }
      var content = content
      content.attributes = attributes ?? live?.content.attributes ?? .empty
      return (live == nil ? .create : .update, content)
    }
  }

  /// Makes a new key of the algorithm: `Ed25519`, `X25519` or `XChaCha20-Poly1305`.
  ///
  /// - Throws: `KeySyncError.cannotGenerate` for another algorithm, and what `put` throws.
  @discardableResult
  public func generate(
    _ key: KeyID,
    algorithm: CryptoAlgorithm,
    attributes: Attributes? = nil
  ) throws -> KeySummary {
    guard let data = KeyMaterial.generate(algorithm.text, from: node.randomness) else {
      throw KeySyncError.cannotGenerate(algorithm)
    }
    return try put(key, algorithm: algorithm, data: data, attributes: attributes)
  }

  /// Gives a key other attributes and leaves its data as it is (a metadata-sync).
  ///
  /// - Throws: `KeySyncError`; nothing is changed then.
  @discardableResult
  public func describe(_ key: KeyID, attributes: Attributes) throws -> KeySummary {
    try write(key, data: nil) { heads in
      guard var content = heads.first(where: { !$0.isDelete })?.content else { throw KeySyncError.unknownKey(key) }
      content.attributes = attributes
      return (.metadataSync, content)
    }
  }

  /// Deletes a key; its tombstone stays. Where `erasing`, the data is erased at once everywhere, so that nobody can bring it
  /// back.
  ///
  /// - Parameter erasing: whether the data is erased at once everywhere, so that nobody can bring it back.
  /// - Throws: `KeySyncError`; nothing is changed then.
  @discardableResult
  public func delete(_ key: KeyID, erasing: Bool = false) throws -> KeySummary {
    try write(key, data: nil) { heads in
      guard let live = heads.first(where: { !$0.isDelete }) else { throw KeySyncError.unknownKey(key) }
      return (.delete, try Self.tombstone(of: live, erasing: erasing))
    }
  }

  static func tombstone(of fields: RecordFields, erasing: Bool = false) throws -> KeyContent {
    KeyContent(
      algorithm: fields.content.algorithm,
      publicKeyHash: nil,
      commitment: nil,
      attributes: erasing ? try Attributes([(KeyContent.eraseAttribute, .flag(true))]) : .empty
    )
  }

  /// What new data makes of a key, under a fresh salt.
  func newContent(_ data: [UInt8], _ algorithm: CryptoAlgorithm) throws -> (KeyContent, KeyData) {
    guard data.count <= Limits.keyDataBytes else { throw KeySyncError.dataTooLarge(count: data.count) }
    let publicKey = try publicKey(in: data, algorithm)
    guard let salt = Bytes32(node.randomness.salt()) else { throw KeySyncError.refused(.malformed) }
    let keyData = KeyData(bytes: data, salt: salt)
    let content = KeyContent(
      algorithm: algorithm,
      publicKeyHash: publicKey.map(BLAKE3.hash),
      commitment: keyData.commitment(by: node.cryptography)
    )
    return (content, keyData)
  }

  /// Signs a change on top of the key's heads, merges it and queues it, in one transaction.
  ///
  /// - Parameter resolving: whether the change is meant to end a conflict; else a key in conflict is left alone.
  func write(
    _ key: KeyID,
    data: KeyData?,
    resolving: Bool = false,
    _ change: ([RecordFields]) throws -> (SyncOperation, KeyContent)
  ) throws -> KeySummary {
    try node.store.write(handle) { transaction in
      let now = now()
      let rules = try rulesInForce(transaction)
      let heads = Array(try transaction.heads(of: key).prefix(Limits.parents))
      if !resolving { try refuseConflict(of: key, heads) }
      let (operation, content) = try change(heads.map(\.fields))
      guard rules.trust.permits(operation.verb, by: node.nodeID, on: key, at: now) else {
        throw KeySyncError.notAuthorised(operation, key)
      }
      let record = try sign(key, operation, content, on: heads, at: now)
      try commit(record, data: data, in: transaction, under: rules, at: now)
      return try summary(of: key, in: transaction)
    }
  }

  /// The record of a change on top of a key's heads.
  func sign(
    _ key: KeyID,
    _ operation: SyncOperation,
    _ content: KeyContent,
    on heads: [VerifiedRecord],
    at now: WallTime
  ) throws -> VerifiedRecord {
    try VerifiedRecord(
      signing: RecordFields(
        keyID: key,
        version: RecordFields.version(after: heads.map(\.fields)),
        parents: heads.map(\.id),
        operation: operation,
        lastModified: now,
        content: content
      ),
      cluster: cluster,
      by: node.signer,
      with: node.cryptography
    )
  }

  /// The data of a record, sealed for the store.
  func sealed(_ data: KeyData?, of record: VerifiedRecord) -> [UInt8]? {
    data.flatMap { data in
      record.fields.content.commitment.map { seal(data, of: record.fields.keyID, $0) }
    }
  }

  /// Where the policy decides by itself a write goes on from its decision; under `manual` somebody has to.
  private func refuseConflict(of key: KeyID, _ heads: [VerifiedRecord]) throws {
    let rule = options.policy.rule(for: key)
    guard rule.strategy == .manual, let conflict = KeyView(heads: heads, rule: rule)?.conflict else { return }
    throw KeySyncError.keyInConflict(key, conflict)
  }

  private func commit(
    _ record: VerifiedRecord,
    data: KeyData?,
    in transaction: ClusterTransaction,
    under rules: MergeRules,
    at now: WallTime
  ) throws {
    let outcome = try transaction.merge(
      [IncomingChange(record: record, sealedData: sealed(data, of: record), sender: nil)],
      under: rules,
      at: now
    ).first
    // A conflict is left where more heads were than one record can replace; missing data, where what is kept has not arrived.
    guard let outcome, [.applied, .conflict, .missingData].contains(outcome) else {
      throw KeySyncError.refused(outcome.flatMap(Refusal.init) ?? .badRecord)
    }
    // Whoever comes later is brought up to date by reconciliation.
    guard rules.trust.nodes.contains(where: { $0 != node.nodeID }) else { return }
    guard try transaction.outboxCount() < options.queueLimit else {
      throw KeySyncError.queueFull(limit: options.queueLimit)
    }
    try transaction.enqueue(record, at: now)
  }

  /// The public half of key data; nil for algorithms whose data is not interpreted.
  func publicKey(in data: [UInt8], _ algorithm: CryptoAlgorithm) throws -> [UInt8]? {
    do {
      return try KeyMaterial.publicKey(in: data, algorithm: algorithm.text, by: node.cryptography)
    } catch { throw KeySyncError.keyMismatch(algorithm: algorithm) }
  }
}

import KeySyncStore

/// How somebody ends a conflict.
public enum ConflictResolution: Sendable {
  /// One of the heads wins, by its record id or an unambiguous beginning of it in hexadecimal.
  case keep(String)
  /// New data replaces all heads; without an algorithm it has the winner's.
  case replace(data: [UInt8], algorithm: CryptoAlgorithm?)
  /// The key is deleted.
  case delete
}

/// A key in conflict, with its heads side by side.
public struct KeyConflict: Sendable {
  /// The key as it is served meanwhile.
  public let key: KeySummary
  /// What kind of conflict it is.
  public let kind: ConflictKind
  /// The heads, sorted by id.
  public let heads: [HistoryRecord]
  /// How the policy decides such conflicts; under `manual` it does not.
  public let strategy: PolicyRule.Strategy
  /// By which rule the head that is served comes before the others.
  public let reason: WinningReason

  /// Whether somebody has to end it: the policy does not decide it (PROTOCOL section 7.4).
  public var isOpen: Bool { strategy == .manual }
}

extension KeySynchronizer {
  /// The keys that wait for somebody to end a conflict, sorted by id.
  ///
  /// - Parameter includingDecided: those too that the policy decides.
  public func conflicts(includingDecided: Bool = false) throws -> [KeyConflict] {
    try node.store.read(handle) { transaction in
      try transaction.contestedKeys().compactMap { try conflict(of: $0, in: transaction) }
        .filter { $0.isOpen || includingDecided }
    }
  }

  /// The conflict of a key, one too that the policy decides; nil when there is none.
  public func conflict(of key: KeyID) throws -> KeyConflict? {
    try node.store.read(handle) { try conflict(of: key, in: $0) }
  }

  private func conflict(of key: KeyID, in transaction: ClusterTransaction) throws -> KeyConflict? {
    let heads = try transaction.heads(of: key)
    let rule = options.policy.rule(for: key)
    guard let kind = KeyView(heads: heads, rule: rule)?.conflict,
      let reason = WinningReason(heads: heads, rule: rule)
    else { return nil }
    let ids = Set(heads.map(\.id))
    let records = try history(of: key, in: transaction).filter { ids.contains($0.recordID) }
    return KeyConflict(
      key: try summary(of: key, in: transaction),
      kind: kind,
      heads: records,
      strategy: rule.strategy,
      reason: reason
    )
  }

  /// Ends a conflict with a record on top of all heads (of the first 16, where there are more).
  ///
  /// - Throws: `KeySyncError.notInConflict`, `.unknownRecord`, `.ambiguousRecord` and what `put` throws.
  @discardableResult
  public func resolve(_ key: KeyID, _ resolution: ConflictResolution) throws -> KeySummary {
    guard let conflict = try conflict(of: key) else { throw KeySyncError.notInConflict(key) }
    switch resolution {
    case .keep(let id): return try keep(try conflict.head(id), of: key)
    case .delete:
      return try write(key, data: nil, resolving: true) { heads in
        guard let head = heads.first else { throw KeySyncError.unknownKey(key) }
        return (.delete, try Self.tombstone(of: head))
      }
    case .replace(let data, let algorithm):
      let (content, keyData) = try newContent(data, algorithm ?? conflict.key.algorithm)
      return try write(key, data: keyData, resolving: true) { _ in (.update, content) }
    }
  }

  private func keep(_ head: HistoryRecord, of key: KeyID) throws -> KeySummary {
    try write(key, data: nil, resolving: true) { heads in
      if head.operation == .delete {
        guard let first = heads.first else { throw KeySyncError.unknownKey(key) }
        return (.delete, try Self.tombstone(of: first))
      }
      return (.update, head.content)
    }
  }
}

extension KeyConflict {
  /// The head that an id or the beginning of one means.
  fileprivate func head(_ prefix: String) throws -> HistoryRecord {
    let matches = heads.filter { !prefix.isEmpty && $0.recordID.description.hasPrefix(prefix.lowercased()) }
    guard let match = matches.first else { throw KeySyncError.unknownRecord(prefix, of: key.keyID) }
    guard matches.count == 1 else { throw KeySyncError.ambiguousRecord(prefix, of: key.keyID) }
    return match
  }
}

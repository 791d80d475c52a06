import KeySyncStore

extension KeySynchronizer {
  /// Keys that are written in one transaction, so that a worker need not wait for long.
  private static let keysAtOnce = 256

  /// Creates many keys. They do not go through the outbound queue: peers get them by comparing all keys, which costs less than
  /// confirming each.
  ///
  /// All keys are looked at before the first is written. When it is stopped half-way, what was written stays; importing again goes
  /// on from there, as keys that are there already are left alone.
  ///
  /// - Parameters:
  ///   - keys: each key once.
  ///   - replacing: whether keys that are there with other data, or deleted, get the imported data.
  ///   - rehearsing: whether to say what would change and change nothing.
  ///   - progress: told how many keys have been written.
  /// - Throws: `KeyImportError` for a key that cannot be written; nothing is changed then.
  public func importKeys(
    _ keys: [ImportedKey],
    replacing: Bool = false,
    rehearsing: Bool = false,
    progress: (_ done: Int) -> Void = { _ in }
  ) throws -> KeyImportReport {
    let looking = try node.store.read(handle) { transaction in
      try write(keys, from: 0, replacing: replacing, in: transaction, rehearsing: true)
    }
    guard !rehearsing else { return looking }
    var report = KeyImportReport()
    for start in stride(from: 0, to: keys.count, by: Self.keysAtOnce) {
      let some = Array(keys[start..<min(start + Self.keysAtOnce, keys.count)])
      report += try node.store.write(handle) { transaction in
        try write(some, from: start, replacing: replacing, in: transaction, rehearsing: false)
      }
      progress(start + some.count)
    }
    return report
  }

  private func write(
    _ keys: [ImportedKey],
    from start: Int,
    replacing: Bool,
    in transaction: ClusterTransaction,
    rehearsing: Bool
  ) throws -> KeyImportReport {
    let now = now()
    let rules = rehearsing ? self.rules(try transaction.trust()) : try rulesInForce(transaction)
    var report = KeyImportReport()
    var changes: [IncomingChange] = []
    for (place, key) in keys.enumerated() {
      do {
        let intent = try intent(for: key, replacing: replacing, in: transaction)
        report.add(intent, key.keyID)
        guard let operation = intent.operation else { continue }
        changes += try change(key, operation, under: rules, in: transaction, signing: !rehearsing, at: now)
      } catch let reason as KeySyncError { throw KeyImportError(position: start + place, reason: reason) }
    }
    guard !changes.isEmpty else { return report }
    for outcome in try transaction.merge(changes, under: rules, at: now) {
      guard [.applied, .conflict].contains(outcome) else {
        throw KeySyncError.refused(Refusal(outcome) ?? .badRecord)
      }
    }
    return report
  }

  /// What is to be done with one key.
  private func intent(
    for key: ImportedKey,
    replacing: Bool,
    in transaction: ClusterTransaction
  ) throws -> ImportIntent {
    let heads = try transaction.heads(of: key.keyID)
    guard let winner = KeyView(heads: heads, rule: options.policy.rule(for: key.keyID))?.winner else { return .create }
    if try isSame(key, as: winner, in: transaction) { return .keep }
    guard replacing else { return .leave }
    if options.policy.rule(for: key.keyID).strategy == .manual, heads.count > 1 { return .resolveFirst }
    return winner.fields.isDelete ? .recreate : .update
  }

  private func isSame(
    _ key: ImportedKey,
    as winner: VerifiedRecord,
    in transaction: ClusterTransaction
  ) throws -> Bool {
    let content = winner.fields.content
    guard content.algorithm == key.algorithm, key.attributes.map({ $0 == content.attributes }) ?? true,
      let commitment = content.commitment, let sealed = try transaction.sealedData(of: key.keyID, commitment)
    else { return false }
    return try unseal(sealed, of: key.keyID, commitment).bytes == key.data
  }

  /// The change that writes a key; none where it is only looked at whether it could be written.
  private func change(
    _ key: ImportedKey,
    _ operation: SyncOperation,
    under rules: MergeRules,
    in transaction: ClusterTransaction,
    signing: Bool,
    at now: WallTime
  ) throws -> [IncomingChange] {
    var (content, data) = try newContent(key.data, key.algorithm)
    guard rules.trust.permits(operation.verb, by: node.nodeID, on: key.keyID, at: now) else {
      throw KeySyncError.notAuthorised(operation, key.keyID)
    }
    guard signing else { return [] }
    let heads = Array(try transaction.heads(of: key.keyID).prefix(Limits.parents))
    content.attributes = key.attributes ?? heads.first { !$0.fields.isDelete }?.fields.content.attributes ?? .empty
    let record = try sign(key.keyID, operation, content, on: heads, at: now)
    return [IncomingChange(record: record, sealedData: sealed(data, of: record), sender: nil)]
  }
}

/// What is to be done with a key that is imported.
private enum ImportIntent {
  case create, recreate, update, keep, leave, resolveFirst

  var operation: SyncOperation? {
    switch self {
    case .create, .recreate: .create
    case .update: .update
    case .keep, .leave, .resolveFirst: nil
    }
  }
}

extension KeyImportReport {
  fileprivate mutating func add(_ intent: ImportIntent, _ key: KeyID) {
    switch intent {
    case .create: created += 1
    case .recreate, .update: replaced += 1
    case .keep: unchanged += 1
    case .leave: left.add(key)
    case .resolveFirst: inConflict.add(key)
    }
  }

  fileprivate static func += (sum: inout Self, more: Self) {
    sum.created += more.created
    sum.replaced += more.replaced
    sum.unchanged += more.unchanged
    sum.left += more.left
    sum.inConflict += more.inConflict
  }
}

import KeySyncCrypto
import KeySyncStore

/// A key that a change of trust or policy makes another one.
public struct KeyEffect: Sendable, Equatable {
  /// The key.
  public let keyID: KeyID
  /// Its winning record before; nil where there was none.
  public let before: RecordID?
  /// Its winning record after; nil where there is none.
  public let after: RecordID?

  package init(keyID: KeyID, before: RecordID?, after: RecordID?) {
    self.keyID = keyID
    self.before = before
    self.after = after
  }
}

extension KeySynchronizer {
  /// What another policy would make of the keys in conflict; nothing is changed.
  public func effects(of policy: Policy) throws -> [KeyEffect] {
    try node.store.read(handle) { try $0.effectsOnContestedKeys(of: policy) }
  }

  /// Judges the keys with several heads again when the policy is not the one the store was last used with.
  ///
  /// - Returns: the keys that became others; nil where the policy is the same as before, or the first.
  static func adopt(
    _ policy: Policy,
    in handle: ClusterHandle,
    of node: Node,
    undoWindow: Int64,
    at now: WallTime
  ) throws -> [KeyEffect]? {
    let hash = policy.hash(by: node.cryptography)
    guard try node.store.read(handle, { try $0.policyHash() }) != hash else { return nil }
    return try node.store.write(handle) { transaction in
      let rules = MergeRules(trust: try transaction.trust(), policy: policy, undoWindow: undoWindow)
      return try transaction.adopt(rules, hash: hash, at: now)
    }
  }

  /// By what records are judged in a transaction that writes. Where a process with other settings has put another policy in
  /// force since, this one's is put in force again: all winners of a store are chosen by one policy, and its hash says which.
  func rulesInForce(_ transaction: ClusterTransaction) throws -> MergeRules {
    let rules = self.rules(try transaction.trust())
    _ = try transaction.adopt(rules, hash: policyHash, at: now())
    return rules
  }

  /// Whether a process with other settings has put another policy in force since.
  func isPolicyOutdated() throws -> Bool { try node.store.read(handle) { try $0.policyHash() } != policyHash }
}

extension Home {
  /// What a policy would make of the keys in conflict if it were put in force; the store is not opened for writing.
  ///
  /// - Returns: the keys that would become others; nil where the policy is in force, or the node has not been in the cluster.
  public func effects(of policy: Policy, in cluster: ClusterName) throws -> [KeyEffect]? {
    try check()
    let hash = policy.hash(by: SodiumCryptography())
    return try Store.look(at: storePath, cluster) { transaction in
      guard let inForce = try transaction.policyHash(), inForce != hash else { return nil }
      return try transaction.effectsOnContestedKeys(of: policy)
    } ?? nil
  }
}

/// Ends a transaction whose effect was only to be seen.
struct Rehearsal: Error {}

extension ClusterTransaction {
  /// Judges keys again and says which of them have another winner now than before.
  func effects(
    on keys: [KeyID],
    before: [RecordID?],
    under rules: MergeRules,
    at now: WallTime
  ) throws -> [KeyEffect] {
    try recompute(keys, under: rules, at: now)
    return try zip(keys, before).compactMap { key, before in
      let after = try self.key(key)?.winner.id
      return before == after ? nil : KeyEffect(keyID: key, before: before, after: after)
    }
  }

  /// Puts a policy in force where it is not: a policy has a say in keys with several heads alone.
  fileprivate func adopt(_ rules: MergeRules, hash: Bytes32, at now: WallTime) throws -> [KeyEffect]? {
    let before = try policyHash()
    guard before != hash else { return nil }
    try setPolicyHash(hash)
    let keys = try contestedKeys()
    let winners = try keys.map { try key($0)?.winner.id }
    let effects = try effects(on: keys, before: winners, under: rules, at: now)
    return before == nil ? nil : effects
  }

  /// The same without a change.
  fileprivate func effectsOnContestedKeys(of policy: Policy) throws -> [KeyEffect] {
    try contestedKeys().compactMap { key in
      let before = try self.key(key)?.winner.id
      let after = KeyView(heads: try heads(of: key), rule: policy.rule(for: key))?.winner.id
      return before == after ? nil : KeyEffect(keyID: key, before: before, after: after)
    }
  }
}

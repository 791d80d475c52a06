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
    var effects: [KeyEffect] = []
    do {
      try node.store.write(handle) { transaction in
        let rules = MergeRules(trust: try transaction.trust(), policy: policy, undoWindow: options.undoWindow)
        effects = try transaction.effectsOnContestedKeys(under: rules, at: now())
        throw Rehearsal()
      }
    } catch is Rehearsal {}
    return effects
  }

  /// Judges the keys with several heads again when the policy is not the one the store was last used with.
  static func adopt(
    _ policy: Policy,
    in handle: ClusterHandle,
    of node: Node,
    undoWindow: Int64,
    at now: WallTime
  ) throws -> [KeyEffect] {
    let hash = policy.hash(by: node.cryptography)
    guard try node.store.read(handle, { try $0.policyHash() }) != hash else { return [] }
    return try node.store.write(handle) { transaction in
      guard try transaction.policyHash() != hash else { return [] }
      try transaction.setPolicyHash(hash)
      let rules = MergeRules(trust: try transaction.trust(), policy: policy, undoWindow: undoWindow)
      return try transaction.effectsOnContestedKeys(under: rules, at: now)
    }
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

  fileprivate func effectsOnContestedKeys(under rules: MergeRules, at now: WallTime) throws -> [KeyEffect] {
    let keys = try contestedKeys()
    return try effects(on: keys, before: try keys.map { try key($0)?.winner.id }, under: rules, at: now)
  }
}

import KeySyncStore

/// A trusted peer, or this node itself.
public struct TrustedPeer: Sendable, Equatable {
  /// Who it is.
  public let node: NodeID
  /// What it is called here.
  public let name: String
  /// Since when it is trusted here.
  public let addedAt: WallTime
  /// Whether it is this node.
  public let isSelf: Bool
  /// What it may do, by the date from which it holds, ascending; the first since the beginning.
  public let rules: DatedRules
  /// Whether it may do nothing any more; what it did before holds.
  public let isRetired: Bool
  /// When something authentic last came from it.
  public let lastHeard: WallTime?
  /// Whether that was within the last ten minutes.
  public let isActive: Bool
  /// How far its clock is ahead of ours, in milliseconds, as its last announcement showed.
  public let clockSkew: Int64?
  /// What it runs, in its own words.
  public let software: String?
  /// Whether it announces the same trust as this node; nil before its first announcement.
  public let agreesOnTrust: Bool?
  /// Whether it announces the same policy.
  public let agreesOnPolicy: Bool?
  /// Whether it announces the same heads.
  public let agreesOnKeys: Bool?
}

extension KeySynchronizer {
  /// Trusts a peer.
  ///
  /// - Parameter rules: what it may do, since the beginning.
  /// - Throws: `KeySyncError.notAPublicKey` when the id is no point of the prime-order group, `.peerExists`, `.badPeerName`,
  ///   `.tooManyPeers`.
  public func addPeer(_ peer: NodeID, name: String, rules: [PermissionRule] = [.everything]) throws {
    guard node.cryptography.isPointOfPrimeOrder(peer.publicKey) else { throw KeySyncError.notAPublicKey(peer) }
    guard WorkerName(name) != nil else { throw KeySyncError.badPeerName(name) }
    try node.store.write(handle) { transaction in
      let known = try transaction.peers()
      let taken = known.map { ($0.node, $0.name) } + (try transaction.revokedPeers().map { ($0.node, $0.name) })
      if let (node, name) = taken.first(where: { $0.0 == peer || $0.1 == name }) {
        throw KeySyncError.peerExists(node, name: name)
      }
      guard known.count <= Limits.recipients else { throw KeySyncError.tooManyPeers }
      try transaction.add(PeerRow(node: peer, name: name, addedAt: now(), rules: DatedRules(rules: rules)))
      let keys = try transaction.keys(touchedBy: peer)
      try transaction.recompute(keys, under: self.rules(try transaction.trust()), at: now())
    }
  }

  /// The trusted peers and this node, sorted by name.
  public func peers() throws -> [TrustedPeer] {
    let now = now()
    let own = try announced()
    return try node.store.read(handle) { transaction in
      let (announcements, heard) = (try transaction.announcements(), try transaction.lastHeard())
      return try transaction.peers().map { row in
        let said = announcements[row.node]
        return TrustedPeer(
          node: row.node,
          name: row.name,
          addedAt: row.addedAt,
          isSelf: row.node == node.nodeID,
          rules: row.rules,
          isRetired: row.rules.inForce(at: now).isEmpty,
          lastHeard: heard[row.node],
          isActive: heard[row.node].map { $0 >= now.advanced(byMilliseconds: -Self.activity) } ?? false,
          clockSkew: said?.skew,
          software: said?.announcement.software,
          agreesOnTrust: said.map { $0.announcement.trustHash == own.trustHash },
          agreesOnPolicy: said.map { $0.announcement.policyHash == own.policyHash },
          agreesOnKeys: said.map { $0.announcement.fingerprint == own.fingerprint }
        )
      }
    }
  }

  /// The peer of that name or id.
  ///
  /// - Throws: `KeySyncError.unknownPeer`.
  public func peer(_ nameOrID: String) throws -> TrustedPeer {
    guard let peer = try peers().first(where: { $0.name == nameOrID || $0.node.description == nameOrID }) else {
      throw KeySyncError.unknownPeer(nameOrID)
    }
    return peer
  }

  /// Gives a peer other rules from a moment on, in place of all that were to hold from then on. The node keeps to its own.
  ///
  /// - Parameter rehearsing: whether to say what would change and change nothing.
  /// - Throws: `KeySyncError.unknownPeer`.
  public func setRules(
    _ rules: [PermissionRule],
    of peer: NodeID,
    since: WallTime,
    rehearsing: Bool = false
  ) throws -> [KeyEffect] {
    try changeTrust(in: peer, rehearsing: rehearsing) { transaction, row in
      try transaction.setRules(row.rules.replacing(since: since, with: rules), of: peer)
    }
  }

  /// Lets a peer do nothing from a moment on; what it did before holds.
  ///
  /// - Throws: `KeySyncError.peerIsSelf`, `.unknownPeer`.
  public func retire(_ peer: NodeID, since: WallTime, rehearsing: Bool = false) throws -> [KeyEffect] {
    guard peer != node.nodeID else { throw KeySyncError.peerIsSelf }
    return try setRules([], of: peer, since: since, rehearsing: rehearsing)
  }

  /// Takes a peer off the list: all that it ever did is void. `rehearsing` says what would change and changes nothing.
  ///
  /// - Throws: `KeySyncError.peerIsSelf`, `.unknownPeer`.
  public func revoke(_ peer: NodeID, rehearsing: Bool = false) throws -> [KeyEffect] {
    guard peer != node.nodeID else { throw KeySyncError.peerIsSelf }
    return try changeTrust(in: peer, rehearsing: rehearsing) { transaction, _ in
      try transaction.revoke(peer, at: now())
    }
  }

  /// Changes the trust in a peer and judges the keys it touched again, in one transaction.
  private func changeTrust(
    in peer: NodeID,
    rehearsing: Bool,
    _ change: (ClusterTransaction, PeerRow) throws -> Void
  ) throws -> [KeyEffect] {
    var effects: [KeyEffect] = []
    do {
      try node.store.write(handle) { transaction in
        guard let row = try transaction.peers().first(where: { $0.node == peer }) else {
          throw KeySyncError.unknownPeer(peer.description)
        }
        let keys = try transaction.keys(touchedBy: peer)
        let before = try keys.map { try transaction.key($0)?.winner.id }
        try change(transaction, row)
        try settleOutbox(transaction)
        effects = try transaction.effects(on: keys, before: before, under: rules(try transaction.trust()), at: now())
        if rehearsing { throw Rehearsal() }
      }
    } catch is Rehearsal {}
    return effects
  }

  /// What all but a peer that is trusted no more have answered for waits for nobody.
  private func settleOutbox(_ transaction: ClusterTransaction) throws {
    let peers = try transaction.trust().nodes.filter { $0 != node.nodeID }
    var counts = EventCounts()
    counts.add(settled: try transaction.settle(try transaction.outboxRows(), peers: peers), at: now())
    for (name, count) in counts.byName { try transaction.increment(name, by: count) }
  }
}

import KeySyncStore

extension KeySynchronizer {
  /// Trusts a peer. Records of a peer that was not known here may be held already, as others name them: they count now.
  ///
  /// - Parameters:
  ///   - rules: what it may do, since the beginning.
  ///   - rehearsing: whether to say what would change and change nothing.
  /// - Throws: `KeySyncError.notAPublicKey` when the id is no point of the prime-order group, `.peerExists`, `.peerRevoked`,
  ///   `.badPeerName`, `.tooManyPeers`.
  @discardableResult
  public func addPeer(
    _ peer: NodeID,
    name: String,
    rules: [PermissionRule] = [.everything],
    rehearsing: Bool = false
  ) throws -> [KeyEffect] {
    guard WorkerName(name) != nil else { throw KeySyncError.badPeerName(name) }
    return try changeTrust(rehearsing: rehearsing) { transaction in
      let known = try transaction.peers()
      try checkNewcomer(peer, name: name, among: known, try transaction.revokedPeers())
      guard known.count <= Limits.recipients else { throw KeySyncError.tooManyPeers }
      try transaction.add(PeerRow(node: peer, name: name, addedAt: now(), rules: DatedRules(rules: rules)))
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
    try changeTrust(rehearsing: rehearsing) { transaction in
      let row = try trusted(peer, in: transaction)
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
    return try changeTrust(rehearsing: rehearsing) { transaction in
      try transaction.revoke(try trusted(peer, in: transaction).node, at: now())
    }
  }

  private func trusted(_ peer: NodeID, in transaction: ClusterTransaction) throws -> PeerRow {
    guard let row = try transaction.peers().first(where: { $0.node == peer }) else {
      throw KeySyncError.unknownPeer(peer.description)
    }
    return row
  }
}

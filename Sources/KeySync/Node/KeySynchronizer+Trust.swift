import KeySyncStore

extension KeySynchronizer {
  /// The trust hash: nodes whose trust and policy hashes are equal end with equal keys (PROTOCOL section 7.7).
  public func trustHash() throws -> Bytes32 {
    try node.store.read(handle) { try $0.trust() }.hash(by: node.cryptography)
  }

  /// Whom this node trusts, itself included, for other nodes to take over.
  ///
  /// - Parameter ownName: what nodes that do not know this one are to call it.
  /// - Throws: `KeySyncError.badPeerName`; `.peerExists` when a peer is called that.
  public func trustList(ownName: String? = nil) throws -> TrustList {
    if let ownName, WorkerName(ownName) == nil { throw KeySyncError.badPeerName(ownName) }
    let peers = try node.store.read(handle) { try $0.peers() }.sorted { $0.node < $1.node }
    if let other = peers.first(where: { $0.name == ownName && $0.node != node.nodeID }) {
      throw KeySyncError.peerExists(other.node, name: other.name)
    }
    return TrustList(
      cluster: cluster,
      nodes: peers.map { row in
        TrustList.Entry(node: row.node, name: row.node == node.nodeID ? ownName : row.name, rules: row.rules)
      }
    )
  }

  /// What taking over a trust list would change, in the order of the list.
  ///
  /// - Parameter revokingMissing: whether peers that are not in it are to be revoked; else they are an error.
  /// - Throws: `KeySyncError.otherCluster`, `.selfNotListed`, `.peersNotListed`, `.peerWithoutName`, and what `addPeer` throws.
  public func differences(from list: TrustList, revokingMissing: Bool = false) throws -> [TrustDifference] {
    try node.store.read(handle) { try differences(from: list, revokingMissing: revokingMissing, in: $0) }
  }

  /// Takes over a trust list: afterwards the trust hash is that of the node it came from, and what peers that were known
  /// here are called is as before. All of it is done, or nothing.
  ///
  /// - Parameters:
  ///   - revokingMissing: whether peers that are not in it are revoked; else they are an error.
  ///   - rehearsing: whether to say what would change and change nothing.
  /// - Throws: what `differences` throws.
  public func take(
    _ list: TrustList,
    revokingMissing: Bool = false,
    rehearsing: Bool = false
  ) throws -> [KeyEffect] {
    try changeTrust(rehearsing: rehearsing) { transaction in
      for difference in try differences(from: list, revokingMissing: revokingMissing, in: transaction) {
        let peer = difference.node
        switch difference.change {
        case .added(let rules):
          try transaction.add(PeerRow(node: peer, name: difference.name, addedAt: now(), rules: rules))
        case .changed(let rules): try transaction.setRules(rules, of: peer)
        case .revoked: try transaction.revoke(peer, at: now())
        }
      }
    }
  }

  private func differences(
    from list: TrustList,
    revokingMissing: Bool,
    in transaction: ClusterTransaction
  ) throws -> [TrustDifference] {
    guard list.cluster == cluster else { throw KeySyncError.otherCluster(list.cluster) }
    guard list.nodes.contains(where: { $0.node == node.nodeID }) else { throw KeySyncError.selfNotListed }
    guard list.nodes.count <= Limits.recipients + 1 else { throw KeySyncError.tooManyPeers }
    let (known, revoked) = (try transaction.peers(), try transaction.revokedPeers())
    let missing = known.filter { row in !list.nodes.contains { $0.node == row.node } }
    guard missing.isEmpty || revokingMissing else { throw KeySyncError.peersNotListed(missing.map(\.name)) }
    let listed = try list.nodes.compactMap { entry -> TrustDifference? in
      if let row = known.first(where: { $0.node == entry.node }) {
        return row.rules == entry.rules
          ? nil : TrustDifference(node: row.node, name: row.name, change: .changed(entry.rules))
      }
      guard let name = entry.name else { throw KeySyncError.peerWithoutName(entry.node) }
      try checkNewcomer(entry.node, name: name, among: known, revoked)
      return TrustDifference(node: entry.node, name: name, change: .added(entry.rules))
    }
    return listed + missing.map { TrustDifference(node: $0.node, name: $0.name, change: .revoked) }
  }

  /// Whether a node can be trusted under a name.
  func checkNewcomer(
    _ peer: NodeID,
    name: String,
    among known: [PeerRow],
    _ revoked: [(node: NodeID, name: String)]
  ) throws(KeySyncError) {
    guard node.cryptography.isPointOfPrimeOrder(peer.publicKey) else { throw .notAPublicKey(peer) }
    if let row = known.first(where: { $0.node == peer || $0.name == name }) {
      throw .peerExists(row.node, name: row.name)
    }
    if let gone = revoked.first(where: { $0.node == peer || $0.name == name }) {
      throw .peerRevoked(gone.node, name: gone.name)
    }
  }

  /// Changes the trust and judges the keys anew that a node touched which is trusted otherwise now, in one transaction.
  func changeTrust(rehearsing: Bool, _ change: (ClusterTransaction) throws -> Void) throws -> [KeyEffect] {
    var effects: [KeyEffect] = []
    do {
      try node.store.write(handle) { transaction in
        let before = try rulesInForce(transaction).trust
        try change(transaction)
        let trust = try transaction.trust()
        let keys = try transaction.keys(touchedBy: trust.differences(from: before))
        let winners = try keys.map { try transaction.key($0)?.winner.id }
        effects = try transaction.effects(on: keys, before: winners, under: rules(trust), at: now())
        try settleOutbox(transaction)
        if rehearsing { throw Rehearsal() }
      }
    } catch is Rehearsal {}
    return effects
  }

  /// What all but a peer that is trusted no more have answered for waits for nobody, nor does what is queued again and was
  /// installed by all before.
  func settleOutbox(_ transaction: ClusterTransaction) throws {
    let peers = try transaction.trust().nodes.filter { $0 != node.nodeID }
    var counts = EventCounts()
    counts.add(settled: try transaction.settle(try transaction.outboxRows(), peers: peers), at: now())
    for (name, count) in counts.byName { try transaction.increment(name, by: count) }
  }
}

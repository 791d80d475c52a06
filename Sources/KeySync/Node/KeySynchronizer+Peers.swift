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
}

extension KeySynchronizer {
  /// Trusts a peer with everything.
  ///
  /// - Throws: `KeySyncError.notAPublicKey` when the id is no point of the prime-order group, `.peerExists`, `.badPeerName`.
  public func addPeer(_ peer: NodeID, name: String) throws {
    guard node.cryptography.isPointOfPrimeOrder(peer.publicKey) else { throw KeySyncError.notAPublicKey(peer) }
    guard WorkerName(name) != nil else { throw KeySyncError.badPeerName(name) }
    try node.store.write(handle) { transaction in
      if let known = try transaction.peers().first(where: { $0.node == peer || $0.name == name }) {
        throw KeySyncError.peerExists(known.node, name: known.name)
      }
      try transaction.add(PeerRow(node: peer, name: name, addedAt: now(), rules: .everything))
    }
  }

  /// The trusted peers and this node, sorted by name.
  public func peers() throws -> [TrustedPeer] {
    try node.store.read(handle) { try $0.peers() }.map {
      TrustedPeer(node: $0.node, name: $0.name, addedAt: $0.addedAt, isSelf: $0.node == node.nodeID)
    }
  }
}

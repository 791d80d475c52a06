import KeySyncStore

extension KeySynchronizer {
  /// What this node says of itself now (PROTOCOL section 8).
  func announced() throws -> Announcement {
    let (trust, heads) = try node.store.read(handle) { (try $0.trust(), try $0.headSum()) }
    return Announcement(
      headCount: heads.count,
      fingerprint: heads.fingerprint(by: node.cryptography),
      policyHash: policyHash,
      software: KeySyncVersion.software,
      bootID: node.bootID,
      trustHash: trust.hash(by: node.cryptography),
      highestVersion: ObjectHeader.version
    )
  }

  /// Peers beyond which a node announces itself more rarely, so that all of them together do not speak more often.
  private static let peersAtFullPace: Int64 = 32
  /// The longest pause that peers rely on (PROTOCOL section 8).
  private static let longestPause: Int64 = 120_000

  /// How long until the next announcement at most, in milliseconds: longer as peers grow.
  func announcementPause() -> Int64 {
    let peers = (try? node.store.read(handle) { try $0.trust().nodes.count }) ?? 0
    let scale = max(1, Int64(peers) / Self.peersAtFullPace)
    return min(Self.longestPause, options.announcementInterval * scale)
  }

  /// The same as a message for all who come.
  package func announcement() throws -> OutgoingMessage {
    let header = ObjectHeader(messageID: .random(from: node.randomness), timestamp: now())
    return OutgoingMessage(
      topic: topics.announce(node.nodeID),
      payload: SyncObject.announcement(try announced()).signed(header, cluster: cluster, by: node.signer),
      isRetained: true
    )
  }
}

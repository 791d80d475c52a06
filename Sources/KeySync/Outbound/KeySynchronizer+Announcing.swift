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

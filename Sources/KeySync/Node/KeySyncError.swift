/// Why something that was asked of the node was not done. Nothing was changed.
public enum KeySyncError: Error, Equatable, CustomStringConvertible {
  /// No such key, or it was deleted.
  case unknownKey(KeyID)
  /// The winner's data has not arrived.
  case dataMissing(KeyID)
  /// This node does not keep the data of such keys.
  case notSelected(KeyID)
  /// Somebody has to resolve the conflict first.
  case keyInConflict(KeyID, ConflictKind)
  /// There is nothing to resolve.
  case notInConflict(KeyID)
  /// No head begins like that.
  case unknownRecord(String, of: KeyID)
  /// Several heads begin like that.
  case ambiguousRecord(String, of: KeyID)
  /// No refused message of that number is kept, or none any more.
  case unknownRefusedMessage(Int64)
  /// No change of that number is in the queue, or none any more.
  case unknownQueuedChange(Int64)
  /// keysync does not know how to make such a key.
  case cannotGenerate(CryptoAlgorithm)
  /// The key has no public half.
  case noPublicKey(KeyID)
  /// As many changes wait to be sent as may.
  case queueFull(limit: Int)
  /// Key data is above 64 KiB.
  case dataTooLarge(count: Int)
  /// Key data is not what its algorithm says.
  case keyMismatch(algorithm: CryptoAlgorithm)
  /// This node's own rules do not permit it.
  case notAuthorised(SyncOperation, KeyID)
  /// The change was made and found wanting: an error in keysync.
  case refused(Refusal)
  /// The id is no point of the prime-order group, so nothing it signs could be accepted.
  case notAPublicKey(NodeID)
  /// The node or the name is taken.
  case peerExists(NodeID, name: String)
  /// The node or the name is that of a peer that was revoked.
  case peerRevoked(NodeID, name: String)
  /// No trusted peer of that name or id.
  case unknownPeer(String)
  /// The node does not retire or revoke itself.
  case peerIsSelf
  /// There are as many peers as one message can be sealed to.
  case tooManyPeers
  /// A peer's name has the form of a cluster's.
  case badPeerName(String)

  /// A trust list is that of another cluster.
  case otherCluster(ClusterName)
  /// This node is not in a trust list.
  case selfNotListed
  /// These peers are not in a trust list.
  case peersNotListed([String])
  /// A trust list does not say what a node is called that is not known here.
  case peerWithoutName(NodeID)

  /// One sentence with the advice.
  public var description: String {
    switch self {
    case .unknownKey(let key): "there is no key \(key)"
    case .dataMissing(let key): "the data of \(key) has not arrived yet; the worker asks its peers for it"
    case .notSelected(let key): "the data of \(key) is not kept on this node: 'select' in its settings leaves it out"
    case .keyInConflict(let key, let kind):
      "\(key) is in conflict (\(kind.rawValue)); look with: keysync conflict show \(key), then resolve it"
    case .notInConflict(let key): "\(key) is not in conflict"
    case .unknownRecord(let prefix, let key):
      "no head of \(key) begins with \(prefix); see: keysync conflict show \(key)"
    case .ambiguousRecord(let prefix, let key): "several heads of \(key) begin with \(prefix); give more of the id"
    case .unknownRefusedMessage(let id): "no refused message \(id) is kept; see: keysync refused list"
    case .unknownQueuedChange(let id): "no change \(id) is in the queue; see: keysync queue list"
    case .cannotGenerate(let algorithm):
      "no key can be made for \(algorithm); Ed25519, X25519 and XChaCha20-Poly1305 can"
    case .noPublicKey(let key): "\(key) has no public key"
    case .queueFull(let limit):
      "queue-full: \(limit) changes wait to be sent; run the worker, or wait until peers have received them"
    case .dataTooLarge(let count): "\(count) bytes of key data are more than \(Limits.keyDataBytes)"
    case .keyMismatch(let algorithm):
      "the data is no \(algorithm) key: 32 bytes (public key) or 64 (secret followed by its public key) are expected"
    case .notAuthorised(let operation, let key):
      "this node's own rules do not permit it to \(operation.verb) \(key); see: keysync peer list"
    case .refused(let refusal): "the change was refused: \(refusal.word)"
    case .notAPublicKey(let node): "\(node) is no valid Ed25519 public key"
    case .peerExists(let node, let name): "\(name) is trusted already (\(node))"
    case .peerRevoked(let node, let name):
      "\(name) (\(node)) was revoked here, and neither that node nor that name can be trusted again"
    case .unknownPeer(let peer): "no trusted peer is called \(peer); see: keysync peer list"
    case .peerIsSelf: "that is this node itself"
    case .tooManyPeers: "a cluster has at most \(Limits.recipients) peers"
    case .badPeerName(let name): "'\(name)' is no peer name: 1 to 63 of a-z, 0-9 and '-', not at the ends"
    case .otherCluster(let name): "that is the trust of the cluster \(name)"
    case .selfNotListed: "this node is not trusted there: first add it there (keysync peer add), then export again"
    case .peersNotListed(let names):
      "only this node trusts \(names.joined(separator: ", ")): add them there and export again, or have them revoked here "
        + "with --revoke-missing"
    case .peerWithoutName(let node):
      "\(node) is not known here and has no name there: write one into the file, or export with --as NAME"
    }
  }
}

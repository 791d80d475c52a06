/// What a user sees of a key.
public struct KeySummary: Sendable, Equatable {
  /// The key.
  public let keyID: KeyID
  /// The version of the winning record.
  public let version: Int64
  /// The operation of the winning record; a key whose winner is a delete is gone.
  public let operation: SyncOperation
  /// How far the winning record has come.
  public let status: KeySyncStatus
  /// What the data is.
  public let algorithm: CryptoAlgorithm
  /// By the creator's clock.
  public let lastModified: WallTime
  /// Who made the winning record.
  public let creator: NodeID
  /// The winning record.
  public let recordID: RecordID
  /// All heads, the winner among them; more than one where changes were made at the same time.
  public let heads: [RecordID]
  /// The winning record's attributes.
  public let attributes: Attributes
  /// BLAKE3-256 of the public key, where the key has one.
  public let publicKeyHash: Bytes32?
  /// Whether the data is here.
  public let hasData: Bool
  /// How many peers are known to have the winning record.
  public let peersInstalled: Int
  /// How many peers there are besides this node.
  public let peersTotal: Int

  /// Whether there is a key to be listed: a delete that nothing contests leaves none.
  public var isLive: Bool {
    if case .conflict = status { return true }
    return operation != .delete
  }
}

/// How far a key's latest change has come.
public enum KeySyncStatus: Sendable, Equatable {
  /// Queued on this node.
  case pending
  /// Sent, and not yet confirmed by every active peer.
  case synchronizing
  /// Confirmed by at least one peer and every active one, or received from one; also where there are no peers.
  case synchronized
  /// Some peer has refused it for good, with this word; or the broker refuses it: `closed-topic` and the topic.
  case failed(reason: String)
  /// It waits for somebody to resolve a conflict of this kind.
  case conflict(reason: String)

  /// One of each kind but `synchronized`.
  static let unsettled: [KeySyncStatus] = [.pending, .synchronizing, .failed(reason: ""), .conflict(reason: "")]

  /// The word for it, as `--json` gives it.
  public var word: String {
    switch self {
    case .pending: "Pending"
    case .synchronizing: "Synchronizing"
    case .synchronized: "Synchronized"
    case .failed: "Failed"
    case .conflict: "Conflict"
    }
  }

  /// Why, for `failed` and `conflict`.
  public var reason: String? {
    switch self {
    case .failed(let reason), .conflict(let reason): reason
    default: nil
    }
  }
}

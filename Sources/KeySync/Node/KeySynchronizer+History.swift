import KeySyncStore

/// One record of a key's history.
public struct HistoryRecord: Sendable {
  /// The record.
  public let recordID: RecordID
  /// The records it replaced.
  public let parents: [RecordID]
  /// Its version.
  public let version: Int64
  /// What it did.
  public let operation: SyncOperation
  /// Who made it.
  public let creator: NodeID
  /// When, by the creator's clock.
  public let lastModified: WallTime
  /// When it came here.
  public let receivedAt: WallTime
  /// Why it counts for nothing, or `waiting`; nil for a record that has entered.
  public let refusal: Refusal?
  /// Whether nothing has replaced it.
  public let isHead: Bool
  /// Whether its data is here.
  public let hasData: Bool
  package let content: KeyContent

  /// What the data is.
  public var algorithm: CryptoAlgorithm { content.algorithm }
  /// The attributes.
  public var attributes: Attributes { content.attributes }
  /// BLAKE3-256 of the public key, where the key has one.
  public var publicKeyHash: Bytes32? { content.publicKeyHash }
}

extension KeySynchronizer {
  /// Every record of a key that is held, parents before children; empty for a key that was never heard of.
  public func history(of key: KeyID) throws -> [HistoryRecord] {
    try node.store.read(handle) { try history(of: key, in: $0) }
  }

  func history(of key: KeyID, in transaction: ClusterTransaction) throws -> [HistoryRecord] {
    try transaction.history(of: key).map { entry in
      let fields = entry.record.fields
      return HistoryRecord(
        recordID: entry.record.id,
        parents: fields.parents,
        version: fields.version,
        operation: fields.operation,
        creator: entry.record.creator,
        lastModified: fields.lastModified,
        receivedAt: entry.receivedAt,
        refusal: entry.standing.refusal,
        isHead: entry.isHead,
        hasData: try fields.content.commitment.map { try transaction.sealedData(of: key, $0) != nil } ?? false,
        content: fields.content
      )
    }.sorted { ($0.version, $0.recordID) < ($1.version, $1.recordID) }
  }
}

extension RecordGraph.Standing {
  /// Why a record counts for nothing, if it does.
  fileprivate var refusal: Refusal? {
    switch self {
    case .entered: nil
    case .waiting: .waiting
    case .void(let refusal): refusal
    }
  }
}

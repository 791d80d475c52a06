import KeySync
import KeySyncBroker
import KeySyncCrypto

/// Makes what a peer with a trusted key can make, right or wrong.
struct Forge {
  let cluster: ClusterName
  let signer: any Signer
  let sealer: Sealer
  let randomness: Randomness
  private let cryptography: any Cryptography

  init(_ identity: Identity, setting: NodeSetting, randomness: Randomness) {
    cluster = setting.cluster
    signer = setting.signer(for: identity)
    cryptography = setting.cryptography
    self.randomness = randomness
    sealer = Sealer(identity: identity, randomness: randomness)
  }

  // MARK: Records

  /// A record on top of parents; without parents it creates the key.
  func record(
    _ key: KeyID,
    on parents: [RecordFields],
    ids: [RecordID],
    _ operation: SyncOperation? = nil,
    version: Int64? = nil,
    at time: WallTime,
    content: KeyContent
  ) throws -> VerifiedRecord {
    let isLive = parents.contains { !$0.isDelete }
    let fields = RecordFields(
      keyID: key,
      version: version ?? RecordFields.version(after: parents),
      parents: ids.sorted(),
      operation: operation ?? (isLive || (parents.isEmpty && !ids.isEmpty) ? .update : .create),
      lastModified: time,
      content: content
    )
    return try VerifiedRecord(signing: fields, cluster: cluster, by: signer, with: cryptography)
  }

  func data(_ count: Int) throws -> KeyData {
    guard let salt = Bytes32(randomness.salt()) else { throw SimulatedCrash() }
    return KeyData(bytes: randomness.bytes(count), salt: salt)
  }

  func content(_ data: KeyData?, _ algorithm: CryptoAlgorithm = .opaque) -> KeyContent {
    KeyContent(
      algorithm: algorithm,
      publicKeyHash: algorithm == .opaque ? nil : data.map { BLAKE3.hash(Array($0.bytes.suffix(Bytes32.count))) },
      commitment: data?.commitment(by: cryptography)
    )
  }

  // MARK: Frames

  /// A message to one node's inbox, sealed or in the clear.
  func message(_ changes: [Change], to recipient: NodeID, at time: WallTime, isSealed: Bool) throws -> Delivery {
    let id = MessageID.random(from: randomness)
    let header = ObjectHeader(messageID: id, timestamp: time, to: recipient)
    var body = MessageBody.clear(changes)
    if isSealed {
      let additionalData = SealedChanges.additionalData(cluster: cluster, sender: signer.nodeID, messageID: id)
      body = .sealed(try sealer.seal(changes.encoded, additionalData: additionalData, for: [recipient]))
    }
    return inbox(SyncObject.message(body).signed(header, cluster: cluster, by: signer), of: recipient)
  }

  /// A receipt that says of every change of a message that it was installed.
  func receipt(for message: MessageID, to recipient: NodeID, at time: WallTime) -> Delivery {
    let changes = [Outcome](repeating: .applied, count: Limits.changesPerMessage)
    let receipt = Receipt(entries: [Receipt.Entry(messageID: message, outcome: .applied, changes: changes)])
    let header = ObjectHeader(messageID: .random(from: randomness), timestamp: time, to: recipient)
    return inbox(SyncObject.receipt(receipt).signed(header, cluster: cluster, by: signer), of: recipient)
  }

  func inbox(_ payload: [UInt8], of recipient: NodeID) -> Delivery {
    Delivery(topic: Topics(cluster: cluster).inbox(of: recipient, from: signer.nodeID), payload: payload)
  }
}

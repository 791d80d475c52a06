import KeySyncCrypto

/// Looks into signed objects: decodes them, verifies their signatures for a cluster, and opens what is sealed to a node.
///
/// Trust, time and topic are not judged: an object that was accepted long ago, or was never sent, can be looked into.
public struct Inspector: Sendable {
  let cluster: ClusterName
  let showsData: Bool
  let cryptography = SodiumCryptography()
  private let recipient: (node: NodeID, opener: Sealer)?

  /// An inspector for objects of a cluster.
  ///
  /// - Parameters:
  ///   - cluster: the cluster for which signatures have to hold.
  ///   - recipient: the home of the node that opens what is sealed to it.
  ///   - showsData: whether key data and salts are shown, not only how long they are and whether they are right.
  /// - Throws: `HomeError` and others when the recipient's home or key is missing or not private.
  public init(cluster: ClusterName, recipient: Home? = nil, showsData: Bool = false) throws {
    self.cluster = cluster
    self.showsData = showsData
    self.recipient = try recipient.map { home in
      let identity = try home.readIdentity()
      return (identity.nodeID, Sealer(identity: identity))
    }
  }

  /// An inspector that opens what is sealed to a node.
  init(cluster: ClusterName, recipient: Node) {
    self.cluster = cluster
    showsData = false
    self.recipient = (recipient.nodeID, recipient.sealer)
  }

  /// What an object says.
  ///
  /// - Parameter demandsSignature: whether its signature has to hold, as it cannot any more where key data was taken out.
  /// - Throws: the word for what is wrong with it.
  public func inspect(_ bytes: [UInt8], demandsSignature: Bool = true) throws(Refusal) -> Inspection {
    guard bytes.count <= Limits.messageBytes else { throw .tooLarge }
    let envelope = try Envelope(bytes)
    guard envelope.type != .record else {
      return Inspection(json: .object(try inspectRecord(bytes)), refusals: [], isUnopened: false)
    }
    let (header, object) = try SyncObject.decode(envelope)
    guard !demandsSignature || envelope.isAuthentic(cluster: cluster, by: cryptography) else { throw .badSignature }
    var fields = common(envelope, header)
    var refusals: [Refusal] = []
    var isUnopened = false
    switch object {
    case .message(.clear(let changes)):
      fields["sealed"] = .null
      fields["changes"] = .array(try inspect(changes, &refusals))
    case .message(.sealed(let sealed)):
      let changes = try open(sealed, from: envelope.signer, header.messageID)
      fields["sealed"] = sealed.json
      fields["changes"] =
        try changes.map { changes throws(Refusal) in .array(try inspect(changes, &refusals)) } ?? .null
      isUnopened = changes == nil
    case .receipt(let receipt): fields.merge(receipt.fields) { $1 }
    case .announcement(let announcement): fields.merge(announcement.fields) { $1 }
    case .reconcile(let reconcile): fields.merge(reconcile.fields) { $1 }
    case .fetch(let fetch): fields.merge(fetch.fields) { $1 }
    }
    return Inspection(json: .object(fields), refusals: refusals, isUnopened: isUnopened)
  }

  private func common(_ envelope: Envelope, _ header: ObjectHeader) -> [String: JSONValue] {
    [
      "typ": .text(envelope.type.rawValue),
      "cluster": .text(cluster.text),
      "sender": .node(envelope.signer),
      "message_id": .hex(header.messageID.bytes),
      "protocol_version": .number(ObjectHeader.version),
      "timestamp": .number(header.timestamp.milliseconds),
      "to": .node(header.to),
      "signature": .hex(envelope.signature.bytes),
    ]
  }

  /// Nil where nothing in it is for the recipient.
  private func open(
    _ sealed: SealedChanges,
    from sender: NodeID,
    _ messageID: MessageID
  ) throws(Refusal) -> [Change]? {
    guard let recipient, !sealed.candidates(for: recipient.node).isEmpty else { return nil }
    let additionalData = SealedChanges.additionalData(cluster: cluster, sender: sender, messageID: messageID)
    let plaintext = try recipient.opener.open(sealed, additionalData: additionalData, from: sender)
    var reader = CBORReader(plaintext)
    let changes = try [Change](&reader)
    try reader.finish()
    return changes
  }
}

/// What was found in a signed object.
public struct Inspection: Sendable, Equatable {
  /// Everything it says, by the protocol's names: ids and bytes in hexadecimal, nodes by their ids, times in milliseconds.
  public let json: JSONValue
  /// What is wrong with changes in it, which does not make the object itself wrong.
  public let refusals: [Refusal]
  /// Whether it holds sealed changes that could not be opened, as they are not for the recipient.
  public let isUnopened: Bool
}

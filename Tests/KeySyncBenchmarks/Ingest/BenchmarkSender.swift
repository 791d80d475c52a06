import KeySync
import KeySyncBroker
import KeySyncCrypto

/// A node that exists only as an identity: it signs changes as they would come from a peer, and hears nothing.
final class BenchmarkSender: Sendable {
  let identity = Identity()
  private let cryptography = SodiumCryptography()
  private let sealer: Sealer
  private let topics: Topics

  init(_ cluster: ClusterName) {
    sealer = Sealer(identity: identity)
    topics = Topics(root: Topics.defaultRoot, cluster: cluster)
  }

  /// Creates of keys that nobody has, in as few messages as the form allows.
  func messages(_ form: MessageForm, changes count: Int, to reader: NodeID) throws -> [Publication] {
    var changes: [Partition: [Change]] = [:]
    var messages: [Publication] = []
    func flush(_ partition: Partition) throws {
      guard let full = changes.removeValue(forKey: partition) else { return }
      messages.append(try message(full, form, on: partition, to: reader))
    }
    for number in 0..<count {
      guard let key = KeyID("bench/\(number)") else { continue }
      let partition = Partition.of(key, by: cryptography)
      changes[partition, default: []].append(try change(of: key, form))
      if changes[partition]?.count == form.changes { try flush(partition) }
    }
    for partition in changes.keys.sorted() { try flush(partition) }
    return messages
  }

  private func change(of key: KeyID, _ form: MessageForm) throws -> Change {
    let random = Randomness.system
    guard let salt = Bytes32(random.salt()) else { preconditionFailure("a salt has 32 bytes") }
    let data = KeyData(bytes: random.bytes(form.dataBytes), salt: salt)
    let record = try VerifiedRecord(
      signing: RecordFields(
        keyID: key,
        version: 1,
        parents: [],
        operation: .create,
        lastModified: .now,
        content: KeyContent(
          algorithm: .opaque,
          publicKeyHash: nil,
          commitment: data.commitment(by: cryptography)
        )
      ),
      cluster: topics.cluster,
      by: identity,
      with: cryptography
    )
    return Change(record: record.bytes, data: data)
  }

  private func message(
    _ changes: [Change],
    _ form: MessageForm,
    on partition: Partition,
    to reader: NodeID
  ) throws -> Publication {
    let id = MessageID.random(from: .system)
    let body: MessageBody =
      form.isSealed
      ? .sealed(
        try sealer.seal(
          changes.encoded,
          additionalData: SealedChanges.additionalData(
            cluster: topics.cluster,
            sender: identity.nodeID,
            messageID: id
          ),
          for: [reader]
        )
      ) : .clear(changes)
    return Publication(
      topic: topics.sync(from: identity.nodeID, partition),
      payload: SyncObject.message(body).signed(
        ObjectHeader(messageID: id, timestamp: .now),
        cluster: topics.cluster,
        by: identity
      ),
      qos: .atLeastOnce
    )
  }
}

/// What messages look like.
struct MessageForm {
  /// Changes in each.
  var changes: Int
  var isSealed: Bool
  var dataBytes: Int

  static let all = [1, 64].flatMap { changes in
    [32, 1024].flatMap { bytes in
      [false, true].map { MessageForm(changes: changes, isSealed: $0, dataBytes: bytes) }
    }
  }

  var cells: [String] { ["\(changes)", isSealed ? "sealed" : "clear", dataBytes.grouped] }
  static let headings = ["Changes a message", "Messages", "Data (bytes)"]
}

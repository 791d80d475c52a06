import KeySyncCore
import KeySyncCrypto
import Testing

/// One node that sends well-formed messages about one key, for tests that then spoil them.
struct Sender {
  let identity: Identity
  let topics: Topics
  let cryptography = SodiumCryptography()

  static let now = WallTime(milliseconds: 1_767_900_000_000)

  init(_ name: String, in cast: Cast, cluster: ClusterName) throws {
    identity = try cast.identity(name)
    topics = Topics(cluster: cluster)
  }

  /// A new key with opaque data.
  func change(_ key: String = "a", data bytes: [UInt8] = [1, 2, 3]) throws -> Change {
    let data = KeyData(bytes: bytes, salt: try #require(Bytes32(Array(repeating: 5, count: 32))))
    let fields = RecordFields(
      keyID: try #require(KeyID(key)),
      version: 1,
      parents: [],
      operation: .create,
      lastModified: Self.now,
      content: KeyContent(
        algorithm: .opaque,
        publicKeyHash: nil,
        commitment: data.commitment(by: cryptography)
      )
    )
    let record = try Record(signing: fields, cluster: topics.cluster, by: identity, with: cryptography)
    return Change(record: record.bytes, data: data)
  }

  func header(at time: WallTime = now, to recipient: NodeID? = nil) throws -> ObjectHeader {
    let messageID = try #require(MessageID(Array(repeating: 7, count: MessageID.count)))
    return ObjectHeader(messageID: messageID, timestamp: time, to: recipient)
  }

  func signed(_ object: SyncObject, _ header: ObjectHeader) -> [UInt8] {
    object.signed(header, cluster: topics.cluster, by: identity)
  }

  /// A message in the clear to an inbox.
  func message(_ changes: [Change], to recipient: NodeID, at time: WallTime = now) throws -> [UInt8] {
    signed(.message(.clear(changes)), try header(at: time, to: recipient))
  }
}

import KeySyncCore
import Testing

/// A record of `records.json` whose bytes and fields are given.
struct RecordVector: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let creator: String
  let cluster: String
  let keyId: String
  let version: Int64
  let parents: [HexBytes]
  let operation: String
  let lastModified: Int64
  let cryptoAlgorithm: String
  let publicKeyHash: HexBytes
  let dataCommitment: HexBytes
  let attributes: [String: Attribute]
  let keyData: HexBytes?
  let salt: HexBytes
  let encoded: HexBytes
  let recordId: HexBytes

  struct Attribute: Decodable, Sendable {
    let value: AttributeValue

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let flag = try? container.decode(Bool.self) {
        value = .flag(flag)
      } else if let number = try? container.decode(Int64.self) {
        value = .number(number)
      } else {
        value = .text(try container.decode(String.self))
      }
    }
  }

  var testDescription: String { name }

  func fields() throws -> RecordFields {
    RecordFields(
      keyID: try #require(KeyID(keyId)),
      version: version,
      parents: try parents.map { RecordID(try $0.bytes32()) },
      operation: try #require(SyncOperation(operation)),
      lastModified: WallTime(milliseconds: lastModified),
      content: KeyContent(
        algorithm: try #require(CryptoAlgorithm(cryptoAlgorithm)),
        publicKeyHash: publicKeyHash.bytes.isEmpty ? nil : try publicKeyHash.bytes32(),
        commitment: dataCommitment.bytes.isEmpty ? nil : try dataCommitment.bytes32(),
        attributes: try Attributes(attributes.map { ($0.key, $0.value.value) })
      )
    )
  }

  func data() throws -> KeyData? {
    try keyData.map { KeyData(bytes: $0.bytes, salt: try salt.bytes32()) }
  }
}

import KeySyncCore
import Testing

/// Bytes that a vector gives in hexadecimal.
struct HexBytes: Decodable, Sendable {
  let bytes: [UInt8]

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let bytes = [UInt8](hex: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no hexadecimal")
    }
    self.bytes = bytes
  }

  func bytes32() throws -> Bytes32 { try #require(Bytes32(bytes)) }
}

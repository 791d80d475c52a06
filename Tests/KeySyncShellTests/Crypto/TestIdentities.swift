import KeySyncCore
import KeySyncCrypto
import Testing

/// The identities of the protocol's vectors that these tests need.
enum TestIdentities {
  static let aliceSeed = "764a47b96605d1d95c1094f9140a1ef15145df7902f8334ed48bbe3fe38b6165"
  static let alicePublicKey = "255b563a75827d250357c9ff001b23d601aacb2b0bef2a629528d526f2ab851a"
  static let bobSeed = "38e5b7f6475f1a8b18dc41209b0a8ff1e19bf82c1d6254606988fabc83d6fb94"
  static let bobPublicKey = "0c80867a8b084f91e6fc31a6d88749a99892e192ad0ee9a5b29acabea708c627"
  static let carolSeed = "09f316347a86b7eb3a901494e418974e7e11dbcd28c3d6e0a08707da339db112"
  static let carolPublicKey = "51481a98a9908a9223085b686a9de9dfb3653ad81c3ea2a7350cafcaa3339e5e"

  static func alice() throws -> Identity { try identity(aliceSeed) }
  static func bob() throws -> Identity { try identity(bobSeed) }
  static func carol() throws -> Identity { try identity(carolSeed) }

  static func identity(_ seed: String) throws -> Identity {
    try #require(Identity(seed: bytes(seed)))
  }

  static func bytes(_ hex: String) throws -> [UInt8] {
    try #require([UInt8](hex: hex))
  }

  static func bytes32(_ hex: String) throws -> Bytes32 {
    try #require(Bytes32(bytes(hex)))
  }
}

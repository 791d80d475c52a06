/// A node, named by its Ed25519 public key. Its text is the libp2p peer id (PROTOCOL section 2).
public struct NodeID: Hashable, Comparable, Sendable {
  /// The node's Ed25519 public key.
  public let publicKey: Bytes32

  /// A node by its public key. Whether the key is a point of the prime-order group is the verifier's to say
  /// (`Cryptography.isPointOfPrimeOrder`), when a peer is added.
  public init(publicKey: Bytes32) {
    self.publicKey = publicKey
  }

  /// Byte order.
  public static func < (a: Self, b: Self) -> Bool { a.publicKey < b.publicKey }
}

extension NodeID: LosslessStringConvertible {
  /// What precedes the key in a peer id: the identity multihash (`00`, 36 bytes) of a libp2p public key
  /// (field 1 is type 1, Ed25519; field 2 is 32 bytes).
  private static let prefix: [UInt8] = [0x00, 0x24, 0x08, 0x01, 0x12, 0x20]
  /// The characters of every peer id with that prefix.
  private static let characters = 52

  /// Reads a libp2p peer id of an Ed25519 key (`12D3KooW…`, PROTOCOL section 2); nil for anything else.
  /// A key has exactly one text.
  public init?(_ text: String) {
    guard
      text.utf8.count == Self.characters,
      let bytes = Base58.decode(text),
      bytes.starts(with: Self.prefix),
      let publicKey = Bytes32(bytes.dropFirst(Self.prefix.count))
    else { return nil }
    self.init(publicKey: publicKey)
  }

  /// The libp2p peer id, 52 characters.
  public var description: String {
    var bytes = Self.prefix
    bytes.reserveCapacity(Self.prefix.count + Bytes32.count)
    publicKey.append(to: &bytes)
    return Base58.encode(bytes)
  }
}

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

/// The answers that Core asks of a cryptographic library. `KeySyncCrypto` gives them with libsodium.
package protocol Cryptography: Sendable {
  /// BLAKE2b-256 (RFC 7693), keyed when `key` is not empty. A key has at most 64 bytes.
  func hash(_ bytes: [UInt8], key: [UInt8]) -> Bytes32

  /// SHA-256 (FIPS 180-4): Negentropy's fingerprints are made of it.
  func sha256(_ bytes: [UInt8]) -> Bytes32

  /// Single, cofactorless Ed25519 verification that refuses S ≥ L, non-canonical and small-order points (PROTOCOL section 3).
  func isValid(_ signature: Signature, of bytes: [UInt8], by signer: NodeID) -> Bool

  /// Whether the key is a point of the prime-order group (PROTOCOL section 2).
  func isPointOfPrimeOrder(_ key: Bytes32) -> Bool

  /// The Ed25519 public key of a 32-byte seed.
  func ed25519PublicKey(seed: ArraySlice<UInt8>) -> Bytes32

  /// The X25519 public key of a 32-byte secret; nil where the product is zero.
  func x25519PublicKey(secret: ArraySlice<UInt8>) -> Bytes32?
}

extension Cryptography {
  /// BLAKE2b-256 without a key.
  package func hash(_ bytes: [UInt8]) -> Bytes32 { hash(bytes, key: []) }
}

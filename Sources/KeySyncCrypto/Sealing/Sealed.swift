/// A sealed message in its parts (PROTOCOL section 5).
package struct Sealed: Equatable, Sendable {
  /// The data key, wrapped for one recipient.
  package struct Entry: Equatable, Sendable {
    /// The first 8 bytes of the recipient's public key.
    package let hint: [UInt8]
    /// The data key in a `crypto_box`, tag first: 48 bytes.
    package let wrapped: [UInt8]
  }

  /// 24 bytes, for the ciphertext and every entry.
  package let nonce: [UInt8]
  /// The padded plaintext, encrypted, and its tag of 16 bytes.
  package let ciphertext: [UInt8]
  /// In the order of the recipients' public keys.
  package let entries: [Entry]
}

import KeySyncCore

/// Seals rows of the store under a key that only this node can derive.
package final class RowCipher: Sendable {
  private let key: GuardedBytes
  private let randomness: Randomness

  /// The cipher of one use of the node, told from others by the context, for example `keysync/store/v1`.
  package init(identity: Identity, context: String, randomness: Randomness = .system) {
    self.randomness = randomness
    key = identity.derivedKey(context: context)
  }

  /// A fresh nonce of 24 bytes ‖ ciphertext ‖ tag of 16 bytes. The row opens only with the same binding: bytes that
  /// say without ambiguity where it belongs.
  package func seal(_ plaintext: [UInt8], binding: [UInt8]) -> [UInt8] {
    let nonce = randomness.bytes(XChaCha20Poly1305.nonceCount)
    var row: [UInt8] = []
    row.reserveCapacity(nonce.count + plaintext.count + XChaCha20Poly1305.tagCount)
    row += nonce
    row += plaintext
    unsafe key.withBytes { key in
      unsafe XChaCha20Poly1305.seal(&row, from: nonce.count, additionalData: binding, nonce: nonce, key: key)
    }
    return row
  }

  /// The plaintext; nil where the row was not sealed by this cipher with this binding.
  package func open(_ row: [UInt8], binding: [UInt8]) -> [UInt8]? {
    unsafe key.withBytes { key in
      unsafe XChaCha20Poly1305.open(
        row.dropFirst(XChaCha20Poly1305.nonceCount),
        additionalData: binding,
        nonce: row.prefix(XChaCha20Poly1305.nonceCount),
        key: key
      )
    }
  }
}

import CSodium

/// XChaCha20-Poly1305-IETF (draft-irtf-cfrg-xchacha), the tag of 16 bytes behind the ciphertext.
enum XChaCha20Poly1305 {
  static let keyCount = Int(crypto_aead_xchacha20poly1305_ietf_KEYBYTES)
  static let nonceCount = Int(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
  static let tagCount = Int(crypto_aead_xchacha20poly1305_ietf_ABYTES)

  /// Encrypts what is in the buffer from `start` on where it stands, so that no copy of it stays behind, and appends
  /// the tag. The key has 32 bytes.
  static func seal(
    _ buffer: inout [UInt8],
    from start: Int = 0,
    additionalData: [UInt8],
    nonce: [UInt8],
    key: UnsafePointer<UInt8>
  ) {
    precondition(nonce.count == nonceCount, "a nonce has 24 bytes")
    let count = buffer.count - start
    buffer += repeatElement(0, count: tagCount)
    let code = unsafe buffer.withUnsafeMutableBufferPointer { buffer in
      guard let text = unsafe buffer.baseAddress?.advanced(by: start) else { return Int32(-1) }
      return unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
        text,
        nil,
        text,
        UInt64(count),
        additionalData,
        UInt64(additionalData.count),
        nil,
        nonce,
        key
      )
    }
    Sodium.expectSuccess(code, of: "crypto_aead_xchacha20poly1305_ietf_encrypt")
  }

  /// The plaintext; nil where nonce or ciphertext have not the right length, or one bit of anything differs from what
  /// was sealed. The key has 32 bytes.
  static func open(
    _ ciphertext: ArraySlice<UInt8>,
    additionalData: [UInt8],
    nonce: ArraySlice<UInt8>,
    key: UnsafePointer<UInt8>
  ) -> [UInt8]? {
    let count = ciphertext.count - tagCount
    guard count >= 0, nonce.count == nonceCount else { return nil }
    var isSealed = false
    let plaintext = unsafe [UInt8](unsafeUninitializedCapacity: max(1, count)) { plaintext, filled in
      unsafe ciphertext.withUnsafeBufferPointer { ciphertext in
        unsafe nonce.withUnsafeBufferPointer { nonce in
          guard let text = ciphertext.baseAddress, let nonce = nonce.baseAddress else { return }
          isSealed =
            unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
              plaintext.baseAddress,
              nil,
              nil,
              text,
              UInt64(ciphertext.count),
              additionalData,
              UInt64(additionalData.count),
              nonce,
              key
            ) == 0
        }
      }
      filled = isSealed ? count : 0
    }
    return isSealed ? plaintext : nil
  }
}

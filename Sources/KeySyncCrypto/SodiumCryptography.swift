import CSodium
import KeySyncCore

/// The answers Core asks for, given by libsodium. It checks no lengths, so they are checked here or by the types.
package struct SodiumCryptography: Cryptography {
  package init() {
    Sodium.start()
  }

  /// BLAKE2b-256, keyed when `key` is not empty. A key of more than 64 bytes, which BLAKE2b cannot take, is replaced
  /// by its hash, as HMAC does; the protocol's keys are 32 bytes.
  package func hash(_ bytes: [UInt8], key: [UInt8]) -> Bytes32 {
    let key = key.count <= Int(crypto_generichash_keybytes_max()) ? key : hash(key).bytes
    return unsafe Bytes32 { digest in
      let code = unsafe crypto_generichash(digest, Bytes32.count, bytes, UInt64(bytes.count), key, key.count)
      Sodium.expectSuccess(code, of: "crypto_generichash")
    }
  }

  /// SHA-256.
  package func sha256(_ bytes: [UInt8]) -> Bytes32 {
    unsafe Bytes32 { digest in
      let code = unsafe crypto_hash_sha256(digest, bytes, UInt64(bytes.count))
      Sodium.expectSuccess(code, of: "crypto_hash_sha256")
    }
  }

  /// RFC 8032 section 5.1.7 without the cofactor.
  package func isValid(_ signature: Signature, of bytes: [UInt8], by signer: NodeID) -> Bool {
    let publicKey = signer.publicKey.bytes
    return unsafe crypto_sign_verify_detached(signature.bytes, bytes, UInt64(bytes.count), publicKey) == 0
  }

  /// Canonical, on the curve, of prime order.
  package func isPointOfPrimeOrder(_ key: Bytes32) -> Bool {
    unsafe crypto_core_ed25519_is_valid_point(key.bytes) == 1
  }

  /// RFC 8032 section 5.1.5. The seed must have 32 bytes: to pass another count is an error in the program.
  package func ed25519PublicKey(seed: ArraySlice<UInt8>) -> Bytes32 {
    precondition(seed.count == Bytes32.count, "a seed has 32 bytes")
    return unsafe Bytes32 { publicKey in
      var secretKey = [UInt8](repeating: 0, count: Int(crypto_sign_SECRETKEYBYTES))
      let code = unsafe seed.withUnsafeBufferPointer { seed in
        guard let seed = seed.baseAddress else { return Int32(-1) }
        return unsafe crypto_sign_seed_keypair(publicKey, &secretKey, seed)
      }
      unsafe sodium_memzero(&secretKey, secretKey.count)
      Sodium.expectSuccess(code, of: "crypto_sign_seed_keypair")
    }
  }

  /// RFC 7748 section 6.1; nil too where the secret has not 32 bytes.
  package func x25519PublicKey(secret: ArraySlice<UInt8>) -> Bytes32? {
    guard secret.count == Bytes32.count else { return nil }
    var code: Int32 = 0
    let publicKey = unsafe Bytes32 { publicKey in
      code = unsafe secret.withUnsafeBufferPointer { secret in
        guard let secret = secret.baseAddress else { return -1 }
        return unsafe crypto_scalarmult_base(publicKey, secret)
      }
    }
    return code == 0 ? publicKey : nil
  }
}

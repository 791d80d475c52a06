import CSodium
import KeySyncCore

/// The node as itself: its Ed25519 secret, which signs, and what follows from it: the X25519 secret that agrees on keys
/// with peers, and keys for the node's own use.
package final class Identity: Sendable {
  /// The name others know it by.
  package let nodeID: NodeID

  /// Seed ‖ public key, the form libsodium signs with.
  private let signingKey: GuardedBytes
  private let agreementSecret: GuardedBytes

  /// The identity of the 32-byte seed that the closure writes.
  init<Failure: Error>(
    seedWrittenBy write: (UnsafeMutablePointer<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    let seed = try unsafe GuardedBytes(count: Self.seedCount, filledBy: write)
    let signingKey = unsafe GuardedBytes(count: Int(crypto_sign_SECRETKEYBYTES)) { signingKey in
      var publicKey = [UInt8](repeating: 0, count: Bytes32.count)
      let code = unsafe seed.withBytes {
        unsafe crypto_sign_seed_keypair(&publicKey, signingKey, $0)
      }
      Sodium.expectSuccess(code, of: "crypto_sign_seed_keypair")
    }
    agreementSecret = unsafe GuardedBytes(count: Int(crypto_box_SECRETKEYBYTES)) { secret in
      let code = unsafe signingKey.withBytes {
        unsafe crypto_sign_ed25519_sk_to_curve25519(secret, $0)
      }
      Sodium.expectSuccess(code, of: "crypto_sign_ed25519_sk_to_curve25519")
    }
    let publicKey = unsafe Bytes32 { publicKey in
      let code = unsafe signingKey.withBytes { unsafe crypto_sign_ed25519_sk_to_pk(publicKey, $0) }
      Sodium.expectSuccess(code, of: "crypto_sign_ed25519_sk_to_pk")
    }
    nodeID = NodeID(publicKey: publicKey)
    self.signingKey = signingKey
  }

  /// The signature of the bytes (RFC 8032 section 5.1.6).
  package func sign(_ bytes: [UInt8]) -> Signature {
    var signature = [UInt8](repeating: 0, count: Signature.count)
    let code = unsafe signingKey.withBytes {
      unsafe crypto_sign_detached(&signature, nil, bytes, UInt64(bytes.count), $0)
    }
    Sodium.expectSuccess(code, of: "crypto_sign_detached")
    guard let signature = Signature(signature) else { preconditionFailure("64 bytes are not 64") }
    return signature
  }

  /// A 32-byte key for one use of this node, told from its other keys by the context: BLAKE2b of the context, keyed
  /// with the seed.
  package func derivedKey(context: String) -> GuardedBytes {
    let context = Array(context.utf8)
    return unsafe GuardedBytes(count: Bytes32.count) { key in
      let code = unsafe withSeed { seed in
        unsafe crypto_generichash(
          key,
          Bytes32.count,
          context,
          UInt64(context.count),
          seed,
          Self.seedCount
        )
      }
      Sodium.expectSuccess(code, of: "crypto_generichash")
    }
  }

  /// The key that `crypto_box` uses between this node and the peer, either way. Throws where the peer's public key is
  /// no point that can be agreed with.
  func agreedKey(with peer: NodeID) throws(SealingError) -> GuardedBytes {
    var theirs = [UInt8](repeating: 0, count: Int(crypto_box_PUBLICKEYBYTES))
    guard unsafe crypto_sign_ed25519_pk_to_curve25519(&theirs, peer.publicKey.bytes) == 0 else {
      throw .unusableKey(of: peer)
    }
    return try unsafe GuardedBytes(count: Int(crypto_box_BEFORENMBYTES)) { key throws(SealingError) in
      let code = unsafe agreementSecret.withBytes { unsafe crypto_box_beforenm(key, theirs, $0) }
      guard code == 0 else { throw .unusableKey(of: peer) }
    }
  }

  /// Lends the 32-byte seed, with which the signing key begins, for the time of the call.
  func withSeed<Result, Failure: Error>(
    _ body: (UnsafePointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe signingKey.withBytes(body)
  }
}

extension Identity {
  /// The number of bytes of a seed.
  package static let seedCount = Int(crypto_sign_SEEDBYTES)

  /// A new identity.
  package convenience init() {
    unsafe self.init { seed in unsafe randombytes_buf(seed, Self.seedCount) }
  }

  /// The identity of a seed; nil unless it has 32 bytes. Wiping the array is its owner's business.
  package convenience init?(seed: [UInt8]) {
    guard seed.count == Self.seedCount else { return nil }
    unsafe self.init { room in unsafe room.update(from: seed, count: seed.count) }
  }
}

import KeySyncCore

extension KeyMaterial {
  /// `crypto_algorithm` of symmetric keys of 32 bytes.
  package static let xchacha20Poly1305 = "XChaCha20-Poly1305"

  /// New random key data: seed ‖ public key for `Ed25519`, secret ‖ public key for `X25519`, 32 bytes for
  /// `XChaCha20-Poly1305`; nil for other algorithms.
  package static func generate(_ algorithm: String, from randomness: Randomness = .system) -> [UInt8]? {
    let secret = randomness.bytes(32)
    let cryptography = SodiumCryptography()
    return switch algorithm {
    case ed25519: secret + cryptography.ed25519PublicKey(seed: secret[...]).bytes
    case x25519: cryptography.x25519PublicKey(secret: secret[...]).map { secret + $0.bytes }
    case xchacha20Poly1305: secret
    default: nil
    }
  }
}

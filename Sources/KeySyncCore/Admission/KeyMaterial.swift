/// What the data of a key says about the key (PROTOCOL section 4, key data).
package enum KeyMaterial {
  /// `crypto_algorithm` of the key data whose form is known.
  package static let ed25519 = "Ed25519"
  package static let x25519 = "X25519"

  /// Why key data is refused as `key-mismatch`.
  package enum Mismatch: Error, Equatable {
    /// Neither a public key of 32 bytes nor a pair of 64.
    case length(Int)
    /// The public half is not that of the seed or secret.
    case publicHalf
  }

  /// The public key in `Ed25519` data (public key, or seed ‖ public key) and `X25519` data (public key, or secret ‖
  /// public key); nil for other algorithms, whose data is not interpreted.
  package static func publicKey(
    in data: [UInt8],
    algorithm: String,
    by cryptography: some Cryptography
  ) throws(Mismatch) -> [UInt8]? {
    guard algorithm == ed25519 || algorithm == x25519 else { return nil }
    switch data.count {
    case Bytes32.count:
      return data
    case 2 * Bytes32.count:
      let secret = data.prefix(Bytes32.count)
      let publicKey = data.suffix(Bytes32.count)
      let derived =
        algorithm == ed25519
        ? cryptography.ed25519PublicKey(seed: secret)
        : cryptography.x25519PublicKey(secret: secret)
      guard derived == Bytes32(publicKey) else { throw .publicHalf }
      return Array(publicKey)
    default:
      throw .length(data.count)
    }
  }
}

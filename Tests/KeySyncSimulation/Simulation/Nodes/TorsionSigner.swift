import CSodium
import KeySync

/// Makes signatures whose point R is off by a point of order 8. Verification with the cofactor would take them, the single,
/// cofactorless one of PROTOCOL section 2 does not: nodes that verified differently would come apart.
struct TorsionSigner {
  private let scalar: [UInt8]
  private let publicKey: [UInt8]

  /// A point of order 8.
  private static let torsion: [UInt8] = [
    0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10, 0x67, 0x0F,
    0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC, 0x03, 0x7A,
  ]

  /// Nil unless the seed has 32 bytes.
  init?(seed: [UInt8]) {
    var (publicKey, secretKey) = (Self.room(32), Self.room(64))
    var scalar = Self.room(32)
    guard seed.count == 32, unsafe crypto_sign_seed_keypair(&publicKey, &secretKey, seed) == 0,
      unsafe crypto_sign_ed25519_sk_to_curve25519(&scalar, secretKey) == 0
    else { return nil }
    (self.publicKey, self.scalar) = (publicKey, scalar)
  }

  /// S·B = R − T + h·A with R = r·B + T, where r is the hash of scalar and bytes, and h that of R, A and bytes.
  func sign(_ bytes: [UInt8]) -> Signature? {
    let nonce = Self.reducedHash(scalar + bytes)
    var (point, shifted) = (Self.room(32), Self.room(32))
    guard unsafe crypto_scalarmult_ed25519_base_noclamp(&point, nonce) == 0,
      unsafe crypto_core_ed25519_add(&shifted, point, Self.torsion) == 0
    else { return nil }
    var (product, response) = (Self.room(32), Self.room(32))
    unsafe crypto_core_ed25519_scalar_mul(&product, Self.reducedHash(shifted + publicKey + bytes), scalar)
    unsafe crypto_core_ed25519_scalar_add(&response, nonce, product)
    return Signature(shifted + response)
  }

  private static func reducedHash(_ bytes: [UInt8]) -> [UInt8] {
    var (digest, reduced) = (room(64), room(32))
    _ = unsafe crypto_hash_sha512(&digest, bytes, UInt64(bytes.count))
    unsafe crypto_core_ed25519_scalar_reduce(&reduced, digest)
    return reduced
  }

  private static func room(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
}

import KeySyncCore
import KeySyncCrypto
import Testing

/// Key data whose form is known must be of that form (PROTOCOL section 4).
struct KeyMaterialTests {
  private let cryptography = SodiumCryptography()
  private let secret = Array(repeating: UInt8(3), count: 32)

  @Test func `a public key alone is taken as it is`() throws {
    for algorithm in ["Ed25519", "X25519"] { #expect(try publicKey(in: secret, algorithm) == secret) }
  }

  @Test func `a pair is taken when its public half is that of its secret`() throws {
    let ed25519 = cryptography.ed25519PublicKey(seed: secret[...]).bytes
    let x25519 = try #require(cryptography.x25519PublicKey(secret: secret[...])).bytes
    #expect(try publicKey(in: secret + ed25519, "Ed25519") == ed25519)
    #expect(try publicKey(in: secret + x25519, "X25519") == x25519)
    #expect(throws: KeyMaterial.Mismatch.publicHalf) { try publicKey(in: secret + x25519, "Ed25519") }
    #expect(throws: KeyMaterial.Mismatch.publicHalf) { try publicKey(in: secret + ed25519, "X25519") }
  }

  @Test(arguments: [0, 1, 31, 33, 63, 65, 96])
  func `no other length is a key`(count: Int) {
    for algorithm in ["Ed25519", "X25519"] {
      #expect(throws: KeyMaterial.Mismatch.length(count)) {
        try publicKey(in: Array(repeating: 3, count: count), algorithm)
      }
    }
  }

  @Test(arguments: ["opaque", "XChaCha20-Poly1305", "ed25519", "Ed25519 ", "ED25519"])
  func `data of any other algorithm is not interpreted`(algorithm: String) throws {
    for count in [0, 31, 32, 64] {
      #expect(try publicKey(in: Array(repeating: 3, count: count), algorithm) == nil)
    }
  }

  private func publicKey(in data: [UInt8], _ algorithm: String) throws(KeyMaterial.Mismatch) -> [UInt8]? {
    try KeyMaterial.publicKey(in: data, algorithm: algorithm, by: cryptography)
  }
}

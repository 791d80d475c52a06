import KeySyncCore
import KeySyncCrypto
import Testing

@Suite struct KeyMaterialTests {
  let cryptography = SodiumCryptography()

  private func publicKey(_ data: [UInt8], _ algorithm: String) throws(KeyMaterial.Mismatch) -> [UInt8]? {
    try KeyMaterial.publicKey(in: data, algorithm: algorithm, by: cryptography)
  }

  @Test(arguments: [
    (
      algorithm: "Ed25519", secret: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    ),
    (
      algorithm: "X25519", secret: "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb",
      publicKey: "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"
    ),
  ])
  func `the public key is found in pairs and alone, and must match`(
    algorithm: String,
    secret: String,
    publicKey: String
  ) throws {
    let secret = try TestIdentities.bytes(secret)
    let key = try TestIdentities.bytes(publicKey)
    #expect(try self.publicKey(key, algorithm) == key)
    #expect(try self.publicKey(secret + key, algorithm) == key)
    for index in 32..<64 {
      var pair = secret + key
      pair[index] ^= 1
      #expect(throws: KeyMaterial.Mismatch.publicHalf) { try self.publicKey(pair, algorithm) }
    }
  }

  @Test(arguments: ["Ed25519", "X25519"], [0, 31, 33, 63, 65, 96])
  func `data of another length is a mismatch`(algorithm: String, count: Int) {
    #expect(throws: KeyMaterial.Mismatch.length(count)) {
      try publicKey([UInt8](repeating: 9, count: count), algorithm)
    }
  }

  @Test(arguments: ["opaque", "XChaCha20-Poly1305", "ed25519", ""])
  func `data of other algorithms is not interpreted`(algorithm: String) throws {
    #expect(try publicKey([1, 2, 3], algorithm) == nil)
  }

  @Test(arguments: [(algorithm: "Ed25519", count: 64), (algorithm: "X25519", count: 64)])
  func `a generated pair matches and is new`(algorithm: String, count: Int) throws {
    let pair = try #require(KeyMaterial.generate(algorithm))
    #expect(pair.count == count)
    #expect(try publicKey(pair, algorithm) == Array(pair.suffix(32)))
    #expect(KeyMaterial.generate(algorithm) != pair)
  }

  @Test func `a generated symmetric key has 32 new bytes`() {
    #expect(KeyMaterial.generate("XChaCha20-Poly1305")?.count == 32)
    #expect(KeyMaterial.generate("XChaCha20-Poly1305") != KeyMaterial.generate("XChaCha20-Poly1305"))
    #expect(KeyMaterial.generate("opaque") == nil)
  }
}

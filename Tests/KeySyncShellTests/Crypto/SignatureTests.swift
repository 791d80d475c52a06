import KeySyncCore
import KeySyncCrypto
import Testing

/// Points of small order and others that must not pass for public keys. The curve's prime is 2^255−19.
private let unfitKeys = [
  "0100000000000000000000000000000000000000000000000000000000000000",  // order 1
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // order 2
  "0000000000000000000000000000000000000000000000000000000000000000",  // order 4
  "0000000000000000000000000000000000000000000000000000000000000080",  // order 4
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",  // order 8
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",  // order 8
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // 0, not canonical
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // 1, not canonical
]

@Suite struct SignatureTests {
  let cryptography = SodiumCryptography()

  @Test(arguments: [
    (
      seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", message: "",
      signature: "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
        + "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    ),
    (
      seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", message: "72",
      signature: "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da0"
        + "85ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    ),
    (
      seed: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", message: "af82",
      signature: "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac1"
        + "8ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    ),
  ])
  func `signatures are those of RFC 8032 section 7.1`(
    seed: String,
    publicKey: String,
    message: String,
    signature: String
  ) throws {
    let identity = try TestIdentities.identity(seed)
    let message = try TestIdentities.bytes(message)
    #expect(identity.nodeID.publicKey.description == publicKey)
    #expect(try cryptography.ed25519PublicKey(seed: TestIdentities.bytes(seed)[...]) == identity.nodeID.publicKey)
    #expect(identity.sign(message).bytes.hex == signature)
    #expect(cryptography.isValid(identity.sign(message), of: message, by: identity.nodeID))
  }

  @Test func `a signature holds for its bytes and its signer only`() throws {
    let alice = try TestIdentities.alice()
    let bytes = Array("record".utf8)
    let signature = alice.sign(bytes)
    #expect(cryptography.isValid(signature, of: bytes, by: alice.nodeID))
    #expect(!cryptography.isValid(signature, of: bytes + [0], by: alice.nodeID))
    #expect(!cryptography.isValid(signature, of: bytes, by: try TestIdentities.bob().nodeID))
    for bit in 0..<(Signature.count * 8) {
      var flipped = signature.bytes
      flipped[bit / 8] ^= 1 << (bit % 8)
      #expect(!cryptography.isValid(try #require(Signature(flipped)), of: bytes, by: alice.nodeID))
    }
  }

  @Test func `a signature whose S was raised by the group order is refused`() throws {
    let order = try TestIdentities.bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
    let alice = try TestIdentities.alice()
    let bytes = Array("record".utf8)
    var malleated = alice.sign(bytes).bytes
    var carry = 0
    for index in 0..<32 {
      carry += Int(malleated[32 + index]) + Int(order[index])
      malleated[32 + index] = UInt8(carry & 0xFF)
      carry >>= 8
    }
    #expect(carry == 0)
    #expect(!cryptography.isValid(try #require(Signature(malleated)), of: bytes, by: alice.nodeID))
  }

  @Test(arguments: unfitKeys)
  func `a small-order or non-canonical key is neither a peer's key nor a signer`(key: String) throws {
    let key = try TestIdentities.bytes32(key)
    // S = 0 and R the neutral element satisfy the bare equation S·B = R + h·A for the neutral A, whatever was signed.
    let signature = try #require(Signature([1] + [UInt8](repeating: 0, count: 63)))
    #expect(!cryptography.isPointOfPrimeOrder(key))
    for message in 0..<8 as Range<UInt8> {
      #expect(!cryptography.isValid(signature, of: [message], by: NodeID(publicKey: key)))
    }
  }

  @Test func `a key with a component of small order is not a peer's key`() throws {
    let alice = try TestIdentities.bytes32(TestIdentities.alicePublicKey)
    // Alice's point plus the point of order 2: the negative of both coordinates.
    let mixed = try TestIdentities.bytes32("c8a4a9c58a7d82dafca83600ffe4dc29fe5534d4f410d59d6ad72ad90d547ae5")
    #expect(cryptography.isPointOfPrimeOrder(alice))
    #expect(!cryptography.isPointOfPrimeOrder(mixed))
  }

  @Test(arguments: [
    (seed: TestIdentities.aliceSeed, publicKey: TestIdentities.alicePublicKey),
    (seed: TestIdentities.bobSeed, publicKey: TestIdentities.bobPublicKey),
    (seed: TestIdentities.carolSeed, publicKey: TestIdentities.carolPublicKey),
  ])
  func `the protocol's identities follow from their seeds`(seed: String, publicKey: String) throws {
    #expect(try TestIdentities.identity(seed).nodeID.publicKey.description == publicKey)
  }

  @Test func `new identities differ`() {
    #expect(Identity().nodeID != Identity().nodeID)
  }

  @Test(arguments: [0, 31, 33, 64])
  func `a seed of another length gives no identity`(count: Int) {
    #expect(Identity(seed: [UInt8](repeating: 7, count: count)) == nil)
  }
}

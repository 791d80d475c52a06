import KeySyncCore
import KeySyncCrypto
import Testing

@Suite struct HashTests {
  let cryptography = SodiumCryptography()
  let abc = Array("abc".utf8)

  @Test func `the hash is BLAKE2b with 32 bytes of output`() {
    #expect(
      cryptography.hash(abc).description == "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"
    )
    #expect(
      cryptography.hash([]).description == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"
    )
  }

  @Test func `a key changes the hash as BLAKE2b says`() {
    #expect(
      cryptography.hash(abc, key: Array(0..<32)).description
        == "d63a32d3e44738d7907f964316c241adaba0abfeabc32349677578a15a203f7f"
    )
  }

  @Test func `all bytes of a key longer than BLAKE2b takes count`() {
    let key = [UInt8](repeating: 1, count: 65)
    #expect(cryptography.hash(abc, key: key) == cryptography.hash(abc, key: cryptography.hash(key).bytes))
    #expect(cryptography.hash(abc, key: key) != cryptography.hash(abc, key: key.dropLast() + [2]))
    #expect(cryptography.hash(abc, key: Array(key.prefix(64))) != cryptography.hash(abc, key: Array(key.prefix(63))))
  }

  @Test func `random ids, salts and numbers do not repeat`() {
    let random = Randomness.system
    #expect(MessageID.random() != MessageID.random())
    #expect(Randomness.system.salt() != Randomness.system.salt())
    #expect(random.next() != random.next())
    #expect([0, 1, 32, 100].allSatisfy { Randomness.system.bytes($0).count == $0 })
  }

  @Test func `a message id is a UUID of version 4`() {
    let bytes = MessageID.random().bytes
    #expect(bytes[6] >> 4 == 4)
    #expect(bytes[8] >> 6 == 0b10)
  }
}

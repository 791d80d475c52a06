import KeySyncCrypto
import Testing

@Suite struct RowCipherTests {
  let binding = Array("prod/user_signing_key".utf8)

  @Test(arguments: [0, 1, 64, 65536])
  func `a row opens to what was sealed`(count: Int) {
    let cipher = RowCipher(identity: Identity(), context: "keysync/store/v1")
    let plaintext = Randomness.system.bytes(count)
    let row = cipher.seal(plaintext, binding: binding)
    #expect(row.count == 24 + count + 16)
    #expect(cipher.open(row, binding: binding) == plaintext)
  }

  @Test func `a row moved to another place does not open`() {
    let cipher = RowCipher(identity: Identity(), context: "keysync/store/v1")
    let row = cipher.seal([1, 2, 3], binding: binding)
    #expect(cipher.open(row, binding: binding + [0]) == nil)
    #expect(cipher.open(row, binding: []) == nil)
  }

  @Test func `a row of another use or another node does not open`() throws {
    let alice = try TestIdentities.alice()
    let row = RowCipher(identity: alice, context: "keysync/store/v1").seal([1, 2, 3], binding: binding)
    #expect(RowCipher(identity: alice, context: "keysync/store/v1").open(row, binding: binding) == [1, 2, 3])
    #expect(RowCipher(identity: alice, context: "keysync/other/v1").open(row, binding: binding) == nil)
    let bob = try TestIdentities.bob()
    #expect(RowCipher(identity: bob, context: "keysync/store/v1").open(row, binding: binding) == nil)
  }

  @Test func `a row with one bit changed, or cut short anywhere, does not open`() {
    let cipher = RowCipher(identity: Identity(), context: "keysync/store/v1")
    let row = cipher.seal([1, 2, 3], binding: binding)
    for index in row.indices {
      var changed = row
      changed[index] ^= 0x10
      #expect(cipher.open(changed, binding: binding) == nil)
      #expect(cipher.open(Array(row[..<index]), binding: binding) == nil)
    }
  }

  @Test func `equal rows are sealed differently`() {
    let cipher = RowCipher(identity: Identity(), context: "keysync/store/v1")
    #expect(cipher.seal([1, 2, 3], binding: binding) != cipher.seal([1, 2, 3], binding: binding))
  }
}

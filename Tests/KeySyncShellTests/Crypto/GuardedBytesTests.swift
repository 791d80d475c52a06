import Glibc
import KeySyncCore
import Testing

@testable import KeySyncCrypto

@Suite struct GuardedBytesTests {
  private struct Refusal: Error, Equatable {}

  @Test(arguments: [1, 32, 84, 5000])
  func `guarded memory lends what was put`(count: Int) {
    let bytes = Randomness.system.bytes(count)
    let guarded = GuardedBytes(copying: bytes)
    #expect(guarded.count == count)
    #expect(unsafe guarded.withBytes { unsafe Array(UnsafeBufferPointer(start: $0, count: count)) } == bytes)
  }

  @Test func `what filling throws is thrown`() {
    #expect(throws: Refusal()) {
      _ = try unsafe GuardedBytes(count: 32) { _ throws(Refusal) in throw Refusal() }
    }
  }

  @Test func `writing to guarded memory ends the process`() async {
    await #expect(processExitsWith: .signal(SIGSEGV)) {
      let guarded = GuardedBytes(copying: [1, 2, 3])
      unsafe guarded.withBytes { unsafe UnsafeMutablePointer(mutating: $0).pointee = 4 }
    }
  }

  @Test func `reading behind guarded memory ends the process`() async {
    await #expect(processExitsWith: .signal(SIGSEGV)) {
      let guarded = GuardedBytes(copying: [1, 2, 3])
      let behind = unsafe guarded.withBytes { unsafe $0[3] }
      print(behind)
    }
  }

  @Test func `a derived key depends on the seed and the context`() throws {
    let alice = try TestIdentities.alice()
    #expect(
      key(alice, "keysync/store/v1") == "7bcfc9de72328410dd1564267599637c092f02096a955b79899dd8196e906f5d"
    )
    #expect(key(alice, "keysync/store/v2") != key(alice, "keysync/store/v1"))
    #expect(key(try TestIdentities.bob(), "keysync/store/v1") != key(alice, "keysync/store/v1"))
  }

  private func key(_ identity: Identity, _ context: String) -> String {
    let key = identity.derivedKey(context: context)
    return unsafe key.withBytes { unsafe Array(UnsafeBufferPointer(start: $0, count: key.count)) }.hex
  }
}

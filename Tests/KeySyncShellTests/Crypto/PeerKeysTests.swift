import Dispatch
import KeySyncCore
import Testing

@testable import KeySyncCrypto

@Suite struct PeerKeysTests {
  @Test func `two nodes agree on one key`() throws {
    let (alice, bob) = (Identity(), Identity())
    let keys = try [PeerKeys(of: alice).key(with: bob.nodeID), PeerKeys(of: bob).key(with: alice.nodeID)]
    #expect(bytes(keys[0]) == bytes(keys[1]))
    #expect(try bytes(PeerKeys(of: alice).key(with: Identity().nodeID)) != bytes(keys[0]))
  }

  @Test func `a key is kept until as many newer ones have come as fit`() throws {
    let peers = (0..<5).map { _ in Identity().nodeID }
    let keys = PeerKeys(of: Identity(), capacity: 3)
    let first = try keys.key(with: peers[0])
    for peer in peers[1...2] { _ = try keys.key(with: peer) }
    #expect(try keys.key(with: peers[0]) === first)
    _ = try keys.key(with: peers[3])
    #expect(keys.count == 3)
    let again = try keys.key(with: peers[0])
    #expect(again !== first)
    #expect(bytes(again) == bytes(first))
    #expect(keys.count == 3)
  }

  @Test func `many threads get the same keys`() throws {
    let peers = (0..<8).map { _ in Identity().nodeID }
    let keys = PeerKeys(of: Identity(), capacity: 4)
    let expected = try peers.map { bytes(try keys.key(with: $0)) }
    DispatchQueue.concurrentPerform(iterations: 64) { index in
      let key = try? keys.key(with: peers[index % 8])
      #expect(key.map(bytes) == expected[index % 8])
    }
    #expect(keys.count == 4)
  }

  private func bytes(_ key: PeerKeys.Key) -> [UInt8] {
    unsafe key.secret.withBytes { unsafe Array(UnsafeBufferPointer(start: $0, count: key.secret.count)) }
  }
}

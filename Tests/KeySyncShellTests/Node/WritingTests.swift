import KeySync
import KeySyncStore
import Testing

/// What a node's own user may do and may not.
struct WritingTests {
  private let clock = TestClock()

  @Test func `a full queue refuses the write and changes nothing`() throws {
    var options = ClusterOptions()
    options.queueLimit = 2
    let node = try Wire.among("alice", "bob", clock: clock, options: options).nodes[0]
    try node.put("a", "1")
    try node.put("b", "1")
    #expect(throws: KeySyncError.queueFull(limit: 2)) { try node.put("c", "1") }
    #expect(throws: KeySyncError.queueFull(limit: 2)) { try node.put("a", "2") }
    #expect(throws: KeySyncError.queueFull(limit: 2)) { try node.delete("a") }
    #expect(try !node.knows("c"))
    #expect(try node.data("a") == "1")
    #expect(try node.key("a").version == 1)
    #expect(try node.statistics().pendingMessages == 2)
  }

  @Test func `a queue that has been emptied takes writes again`() throws {
    var options = ClusterOptions()
    options.queueLimit = 1
    let wire = try Wire.among("alice", "bob", clock: clock, options: options)
    for number in 1...3 {
      try wire.nodes[0].put("k", "\(number)")
      try wire.run()
    }
    #expect(try wire.nodes[1].data("k") == "3")
  }

  @Test func `a key in conflict is neither put nor deleted, on either node`() throws {
    let wire = try conflict()
    for node in wire.nodes {
      #expect(try node.key("k").status == .conflict(reason: "concurrent-update"))
      #expect(throws: KeySyncError.keyInConflict(try keyID("k"), .concurrentUpdate)) { try node.put("k", "3") }
      #expect(throws: KeySyncError.keyInConflict(try keyID("k"), .concurrentUpdate)) { try node.delete("k") }
      #expect(try node.statistics().conflictsDetected == 1)
      #expect(try node.statistics().conflictsResolved == 0)
    }
    #expect(try wire.nodes[0].key("k").heads == wire.nodes[1].key("k").heads)
    #expect(try wire.nodes[0].data("k") == wire.nodes[1].data("k"))
  }

  @Test func `where a policy decides conflicts, a put goes on from all heads`() throws {
    var options = ClusterOptions()
    options.policy = Policy(otherwise: .lastWriter)
    let wire = try conflict(options)
    #expect(try wire.nodes[0].key("k").heads.count == 2)
    #expect(try wire.nodes[0].key("k").status == .synchronized)
    try wire.nodes[0].put("k", "3")
    try wire.run()
    for node in wire.nodes {
      #expect(try node.key("k").heads.count == 1)
      #expect(try node.data("k") == "3")
      #expect(try node.statistics().conflictsDetected == 1)
      #expect(try node.statistics().conflictsResolved == 1)
    }
  }

  @Test func `a key that is not there is not deleted, and a deleted one is created again`() throws {
    let node = try TestNode("alice", clock: clock)
    #expect(throws: KeySyncError.unknownKey(try keyID("k"))) { try node.delete("k") }
    try node.put("k", "1")
    try node.delete("k")
    #expect(throws: KeySyncError.unknownKey(try keyID("k"))) { try node.delete("k") }
    #expect(throws: KeySyncError.unknownKey(try keyID("k"))) { try node.data("k") }
    let again = try node.put("k", "2")
    #expect(again.operation == .create)
    #expect(again.version == 3)
  }

  @Test func `key data that its algorithm does not allow is refused`() throws {
    let node = try TestNode("alice", clock: clock)
    #expect(throws: KeySyncError.keyMismatch(algorithm: .ed25519)) {
      try node.synchronizer.put(try keyID("k"), algorithm: .ed25519, data: [UInt8](repeating: 1, count: 64))
    }
    let summary = try node.synchronizer.put(try keyID("k"), algorithm: .ed25519, data: node.id.publicKey.bytes)
    #expect(summary.publicKeyHash == BLAKE3.hash(node.id.publicKey.bytes))
  }

  @Test func `a peer is added once, under a name of its own, and with a key that can be one`() throws {
    let (a, b) = (try TestNode("alice"), try TestNode("bob"))
    try a.synchronizer.addPeer(b.id, name: "bob")
    #expect(throws: KeySyncError.peerExists(b.id, name: "bob")) { try a.synchronizer.addPeer(b.id, name: "other") }
    #expect(throws: KeySyncError.peerExists(b.id, name: "bob")) { try a.synchronizer.addPeer(a.id, name: "bob") }
    #expect(throws: KeySyncError.badPeerName("Bob!")) { try a.synchronizer.addPeer(b.id, name: "Bob!") }
    let nobody = NodeID(publicKey: try #require(Bytes32([UInt8](repeating: 0, count: 32))))
    #expect(throws: KeySyncError.notAPublicKey(nobody)) { try a.synchronizer.addPeer(nobody, name: "nobody") }
    #expect(try a.synchronizer.peers().map(\.name) == ["bob", "self"])
  }

  /// Two nodes that gave one key different data at the same time.
  private func conflict(_ options: ClusterOptions = ClusterOptions()) throws -> Wire {
    let wire = try Wire.among("alice", "bob", clock: clock, options: options)
    try wire.nodes[0].put("k", "1")
    try wire.nodes[1].put("k", "2")
    try wire.run()
    return wire
  }
}

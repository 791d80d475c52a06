import KeySync
import KeySyncCore
import Testing

/// Attributes and generated keys.
@Suite struct DescribeTests {
  private let wire: Wire
  private let a, b: TestNode

  init() throws {
    wire = try Wire.among("alice", "bob")
    (a, b) = (wire.nodes[0], wire.nodes[1])
  }

  @Test func `describing changes the attributes on both nodes and leaves the data`() throws {
    try a.put("k", "1")
    try wire.run()
    let attributes = try Attributes([("owner", .text("edge")), ("exportable", .flag(false)), ("days", .number(90))])
    try b.synchronizer.describe(try keyID("k"), attributes: attributes)
    try wire.run()
    #expect(try a.key("k").attributes == attributes)
    #expect(try a.key("k").operation == .metadataSync)
    #expect(try a.data("k") == "1")
    try a.put("k", "2")
    #expect(try a.key("k").attributes == attributes)
  }

  @Test(arguments: [CryptoAlgorithm.ed25519, .x25519]) func `a generated pair has the hash of its public half`(
    algorithm: CryptoAlgorithm
  ) throws {
    let summary = try a.synchronizer.generate(try keyID("pair"), algorithm: algorithm)
    let data = try a.synchronizer.data(of: try keyID("pair"))
    #expect(data.count == 64)
    #expect(summary.publicKeyHash == BLAKE3.hash(Array(data.suffix(32))))
    try wire.run()
    #expect(try b.synchronizer.data(of: try keyID("pair")) == data)
  }

  @Test func `what cannot be made or is not there is refused`() throws {
    #expect(throws: KeySyncError.cannotGenerate(.opaque)) {
      try a.synchronizer.generate(try keyID("k"), algorithm: .opaque)
    }
    #expect(throws: KeySyncError.unknownKey(try keyID("k"))) {
      try a.synchronizer.describe(try keyID("k"), attributes: .empty)
    }
    #expect(try a.synchronizer.keys(includingDeleted: true).isEmpty)
  }

  @Test func `erasing leaves no data behind on either node`() throws {
    try a.put("k", "1")
    try wire.run()
    try a.synchronizer.delete(try keyID("k"), erasing: true)
    try wire.run()
    for node in [a, b] {
      let history = try node.synchronizer.history(of: try keyID("k"))
      #expect(history.map(\.hasData) == [false, false])
    }
  }
}

import KeySync
import KeySyncCore
import Synchronization
import Testing

/// What `verify` says of a store that nobody spoiled.
@Suite struct VerifyingTests {
  @Test func `a store with a bit of everything is sound`() throws {
    let store = try SpoiledStore()
    let report = try store.verify()
    #expect(report.isSound)
    #expect(report.findings.allSatisfy { !$0.kind.isFault }, "\(report.findings)")
    #expect((report.keys, report.records, report.heads, report.data) == (6, 11, 6, 5))
  }

  @Test func `data that has not come is mentioned, and only where it is wanted`() throws {
    let store = try SpoiledStore()
    let missing = try store.verify().findings.filter { $0.kind == .missingData }
    #expect(missing.compactMap(\.key).sorted() == ["crossing", "forged"])
    var options = ClusterOptions()
    options.selection = Selection([try #require(Selection.Entry("settled"))])
    #expect(try store.node.entering("prod", options: options).verify().findings.isEmpty)
  }

  @Test func `there is nothing to mend in a sound store`() throws {
    let store = try SpoiledStore()
    let before = (try store.derived(), try store.bytes(), try store.node.statistics().conflictsDetected)
    #expect(try store.verify(rebuilding: true).mended.isEmpty)
    #expect(try (store.derived(), store.bytes(), store.node.statistics().conflictsDetected) == before)
  }

  @Test func `a revoked peer's records are void and in order`() throws {
    let store = try SpoiledStore()
    _ = try store.node.synchronizer.revoke(try Creator.carol().node)
    #expect(try store.verify().isSound)
    _ = try store.node.synchronizer.revoke(store.wire.nodes[1].id)
    #expect(try store.verify().isSound)
  }

  @Test func `deletes, erased data and decided conflicts are in order`() throws {
    var options = ClusterOptions()
    options.policy = Policy(otherwise: .lastWriter)
    let store = try SpoiledStore(options: options)
    #expect(try store.verify().isSound)
    try store.node.delete("settled")
    try store.node.put("contested", "resolved")
    try store.wire.run()
    #expect(try store.verify().isSound)
    #expect(try store.wire.nodes[1].synchronizer.verify().isSound)
  }

  @Test func `a policy that another process put in force is said, and not taken for damage`() throws {
    let store = try SpoiledStore()
    var options = ClusterOptions()
    options.policy = Policy(otherwise: .higherVersion)
    _ = try store.node.entering("prod", options: options)
    #expect(try store.faults() == ["other-policy"])
    #expect(try store.verify(rebuilding: true).isSound)
  }

  @Test func `the progress goes up to the number of records`() throws {
    let store = try SpoiledStore()
    let seen = Mutex<[[Int]]>([])
    _ = try store.node.synchronizer.verify { done, total in seen.withLock { $0.append([done, total]) } }
    #expect(seen.withLock { $0.last } == [11, 11])
  }

  @Test func `nothing false is said beside a process that writes`() async throws {
    let node = try TestNode("alice")
    let other = try node.open()
    async let writing: Void = Task.detached {
      for number in 0..<60 {
        for name in ["a", "b", "c"] { try other.put(try keyID(name), algorithm: .opaque, data: [UInt8(number)]) }
      }
    }.value
    var looks = 0
    while try node.synchronizer.key(try keyID("c"))?.version != 60, looks < 10_000 {
      let report = try node.synchronizer.verify()
      #expect(report.findings.isEmpty)
      looks += 1
    }
    try await writing
    #expect(looks > 0)
  }
}

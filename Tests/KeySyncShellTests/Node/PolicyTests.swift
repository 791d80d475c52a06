import KeySync
import KeySyncCore
import Testing

/// Policies decide conflicts, the same on every node, and another policy decides them anew.
@Suite struct PolicyTests {
  @Test(arguments: [PolicyRule.Strategy.higherVersion, .lastWriter])
  func `an automatic policy serves the same winner everywhere and counts the conflict as resolved`(
    strategy: PolicyRule.Strategy
  ) throws {
    var options = ClusterOptions()
    options.policy = Policy(otherwise: strategy)
    let wire = try Wire.among("alice", "bob", options: options)
    let (a, b) = (wire.nodes[0], wire.nodes[1])
    try diverge(wire, a, b)
    #expect(try a.data("k") == "late")
    #expect(try b.data("k") == "late")
    #expect(try a.key("k").status == .synchronized)
    #expect(try a.statistics().conflictsDetected == 1)
    #expect(try a.statistics().conflictsResolved == 1)
    #expect(try a.conflict("k")?.kind == .concurrentUpdate)
  }

  @Test func `another policy judges the keys in conflict anew when the node is opened with it`() throws {
    let wire = try Wire.among("alice", "bob")
    let (a, b) = (wire.nodes[0], wire.nodes[1])
    try diverge(wire, a, b)
    let early = try #require(try a.head(of: a))
    let late = try #require(try a.head(of: b))
    #expect(try a.key("k").recordID == late)
    let keys = try #require(KeyPattern("k*"))
    let rules = [
      PolicyRule(pattern: keys, strategy: .creatorPriority, creators: [a.id]),
      PolicyRule(pattern: .everything, strategy: .manual),
    ]
    let policy = try #require(Policy(rules))
    let effect = KeyEffect(keyID: try keyID("k"), before: late, after: early)
    #expect(try a.synchronizer.effects(of: policy) == [effect])
    #expect(try a.key("k").recordID == late)
    var options = ClusterOptions()
    options.policy = policy
    let other = try a.entering("prod", options: options)
    #expect(other.policyEffects == [effect])
    #expect(try other.key(try keyID("k"))?.recordID == early)
    #expect(try a.entering("prod", options: options).policyEffects.isEmpty)
  }

  private func diverge(_ wire: Wire, _ a: TestNode, _ b: TestNode) throws {
    try a.put("k", "1")
    try wire.run()
    try a.put("k", "early")
    a.clock.move(by: .seconds(1))
    try b.put("k", "late")
    try wire.run()
  }
}

extension TestNode {
  /// The head of `k` that a node made.
  fileprivate func head(of creator: TestNode) throws -> RecordID? {
    try conflict("k")?.heads.first { $0.creator == creator.id }?.recordID
  }
}

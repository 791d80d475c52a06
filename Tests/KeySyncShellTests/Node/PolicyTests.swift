import KeySyncCore
import Testing

@testable import KeySync

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
    #expect(try a.home.effects(of: policy, in: a.cluster) == [effect])
    #expect(try a.home.effects(of: .manual, in: a.cluster) == nil)
    #expect(try a.key("k").recordID == late)
    var options = ClusterOptions()
    options.policy = policy
    let other = try a.entering("prod", options: options)
    #expect(other.policyEffects == [effect])
    #expect(try other.key(try keyID("k"))?.recordID == early)
    #expect(try a.entering("prod", options: options).policyEffects == nil)
  }

  @Test func `a process that goes on with another policy puts its own in force before it writes`() throws {
    let wire = try Wire.among("alice", "bob")
    let (a, b) = (wire.nodes[0], wire.nodes[1])
    try diverge(wire, a, b)
    let (early, late) = (try #require(try a.head(of: a)), try #require(try a.head(of: b)))
    var options = ClusterOptions()
    let pattern = try #require(KeyPattern("k"))
    let rules = [
      PolicyRule(pattern: pattern, strategy: .creatorPriority, creators: [a.id]),
      PolicyRule(pattern: .everything, strategy: .manual),
    ]
    options.policy = try #require(Policy(rules))
    let other = try a.entering("prod", options: options)
    #expect(try a.key("k").recordID == early)
    #expect(try a.synchronizer.isPolicyOutdated())
    try b.put("else", "1")
    try wire.run()
    #expect(try a.key("k").recordID == late)
    #expect(try other.isPolicyOutdated())
    #expect(try a.entering("prod", options: options).policyEffects?.map(\.after) == [early])
  }

  @Test func `a conflict counts once as detected and once as resolved, over restarts and changes of policy`() throws {
    let wire = try Wire.among("alice", "bob")
    let (a, b) = (wire.nodes[0], wire.nodes[1])
    var automatic = ClusterOptions()
    automatic.policy = Policy(otherwise: .lastWriter)
    try diverge(wire, a, b)
    for node in [a, b] { #expect(try node.conflictCounts() == [1, 0]) }
    try a.restart()
    #expect(try a.conflictCounts() == [1, 0])
    #expect(try a.entering("prod", options: automatic).conflicts().isEmpty)
    #expect(try a.conflictCounts() == [1, 1])
    try a.restart()
    #expect(try a.conflictCounts() == [1, 1])
    #expect(try a.synchronizer.conflicts().map(\.strategy) == [.manual])
    try a.synchronizer.resolve(try keyID("k"), .delete)
    try wire.run()
    for node in [a, b] { #expect(try node.conflictCounts() == [1, 1]) }
    try a.put("k", "anew")
    try wire.run()
    try diverge(wire, a, b)
    try wire.run()
    for node in [a, b] { #expect(try node.conflictCounts() == [2, 1]) }
  }

  @Test func `a conflict that the policy decides is no open one, and a write goes on from its decision`() throws {
    var options = ClusterOptions()
    options.policy = Policy(otherwise: .lastWriter)
    let wire = try Wire.among("alice", "bob", options: options)
    let (a, b) = (wire.nodes[0], wire.nodes[1])
    try diverge(wire, a, b)
    #expect(try a.synchronizer.conflicts().isEmpty)
    #expect(try a.synchronizer.conflicts(includingDecided: true).map(\.reason) == [.later])
    let conflict = try #require(try a.conflict("k"))
    #expect(!conflict.isOpen && conflict.strategy == .lastWriter)
    try b.put("k", "next")
    try wire.run()
    #expect(try a.conflict("k") == nil)
    #expect(try a.conflictCounts() == [1, 1])
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
  /// Conflicts detected and resolved.
  fileprivate func conflictCounts() throws -> [Int] {
    let statistics = try statistics()
    return [statistics.conflictsDetected, statistics.conflictsResolved]
  }

  /// The head of `k` that a node made.
  fileprivate func head(of creator: TestNode) throws -> RecordID? {
    try conflict("k")?.heads.first { $0.creator == creator.id }?.recordID
  }
}

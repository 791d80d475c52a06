import KeySync
import KeySyncCore
import Testing

/// Rules with dates: what peers may do, on which keys, since when.
@Suite struct PermissionTests {
  private let clock = TestClock()
  private let wire: Wire
  private let a, b: TestNode

  init() throws {
    wire = try Wire.among("alice", "bob", clock: clock)
    (a, b) = (wire.nodes[0], wire.nodes[1])
  }

  @Test(arguments: ["create,update:payments/**", "read:**", "create,update,delete,describe,read:tls/*"])
  func `a rule reads as it is written`(text: String) throws {
    #expect(PermissionRule(text)?.description == text)
  }

  @Test(arguments: ["", "create", "create:", ":**", "create,:**", "write:**", "create;update:**", "create:a//b"])
  func `what is no rule is none`(text: String) { #expect(PermissionRule(text) == nil) }

  @Test func `a change outside the rules is void there and counts against its maker`() throws {
    try allow("create,update:payments/**", "read:**")
    try b.put("payments/card", "1")
    try b.put("tls/www", "1")
    try wire.run()
    #expect(try a.data("payments/card") == "1")
    #expect(try !a.knows("tls/www"))
    #expect(try a.statistics().refusedBySender[b.id.description] == ["not-authorised": 1])
    #expect(try b.key("tls/www").status == .failed(reason: "not-authorised"))
  }

  @Test func `rules hold from their date on, and the past keeps the rules it had`() throws {
    try b.put("k", "1")
    try wire.run()
    clock.move(by: .seconds(10))
    try allow("read:**")
    #expect(try a.data("k") == "1")
    try b.put("k", "2")
    try wire.run()
    #expect(try a.data("k") == "1")
    let rules = try a.synchronizer.peer("bob").rules.entries
    #expect(rules.map(\.since) == [WallTime(milliseconds: 0), clock.now])
    #expect(rules.map { $0.rules.map(\.description) } == [["create,update,delete,describe,read:**"], ["read:**"]])
  }

  @Test func `rules that reach back change keys, which is shown first`() throws {
    try b.put("k", "1")
    try wire.run()
    let before = try a.key("k").recordID
    let none = WallTime(milliseconds: 0)
    let rehearsed = try a.synchronizer.setRules([], of: b.id, since: none, rehearsing: true)
    #expect(rehearsed == [KeyEffect(keyID: try keyID("k"), before: before, after: nil)])
    #expect(try a.data("k") == "1")
    #expect(try a.synchronizer.setRules([], of: b.id, since: none) == rehearsed)
    #expect(try !a.knows("k"))
    _ = try a.synchronizer.setRules([.everything], of: b.id, since: none)
    #expect(try a.data("k") == "1")
  }

  @Test func `a node keeps to its own rules`() throws {
    _ = try a.synchronizer.setRules([try rule("create:own/**")], of: a.id, since: clock.now)
    try a.put("own/1", "1")
    #expect(throws: KeySyncError.notAuthorised(.update, try keyID("own/1"))) { try a.put("own/1", "2") }
    #expect(throws: KeySyncError.notAuthorised(.create, try keyID("other"))) { try a.put("other", "1") }
  }

  @Test func `a change that the node's own rules make void waits to be sent no more, until they permit it again`()
    throws
  {
    let beginning = WallTime(milliseconds: 0)
    try a.put("k", "1")
    _ = try a.synchronizer.setRules([try rule("read:**")], of: a.id, since: beginning)
    #expect(try a.statistics().pendingMessages == 0)
    _ = try a.synchronizer.setRules([.everything], of: a.id, since: beginning)
    #expect(try a.statistics().pendingMessages == 1)
    try wire.run()
    #expect(try b.data("k") == "1")
  }

  @Test func `a change that is void no longer waits only for those that did not install it before`() throws {
    let beginning = WallTime(milliseconds: 0)
    try a.put("k", "1")
    try wire.run()
    _ = try a.synchronizer.setRules([], of: a.id, since: beginning)
    _ = try a.synchronizer.setRules([.everything], of: a.id, since: beginning)
    #expect(try a.statistics().pendingMessages == 0)
    #expect(try a.key("k").status == .synchronized)
  }

  @Test func `a change that is void no longer goes to those that refused it, too`() throws {
    let beginning = WallTime(milliseconds: 0)
    _ = try b.synchronizer.setRules([], of: a.id, since: beginning)
    try a.put("k", "1")
    try wire.run()
    #expect(try a.statistics().pendingMessages == 0)
    for rules in [[], [PermissionRule.everything]] {
      _ = try a.synchronizer.setRules(rules, of: a.id, since: beginning)
    }
    _ = try b.synchronizer.setRules([.everything], of: a.id, since: beginning)
    #expect(try a.statistics().pendingMessages == 1)
    try wire.run()
    #expect(try b.data("k") == "1")
    #expect(try a.statistics().pendingMessages == 0)
  }

  private func allow(_ rules: String...) throws {
    _ = try a.synchronizer.setRules(try rules.map(rule), of: b.id, since: clock.now)
  }

  private func rule(_ text: String) throws -> PermissionRule { try #require(PermissionRule(text)) }
}

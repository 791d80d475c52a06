import KeySync
import KeySyncCore
import Testing

/// A node that keeps the data of some keys only still knows all of them.
@Suite struct SelectionTests {
  @Test(arguments: [
    ("tls/www", true), ("tls", true), ("tls/test/1", false), ("tls/test", false), ("tls/test/kept", true),
    ("ssh/a", false),
  ]) func `the last pattern that matches decides`(key: String, isSelected: Bool) throws {
    let selection = try selection("tls/**", "!tls/test/**", "tls/test/kept")
    #expect(selection.selects(try keyID(key)) == isSelected)
    #expect(Selection.everything.selects(try keyID(key)))
  }

  @Test func `data of other keys is not kept, their records are, and their sender is told`() throws {
    var options = ClusterOptions()
    options.selection = try selection("tls/**")
    let clock = TestClock()
    let (a, b) = (try TestNode("alice", clock: clock), try TestNode("bob", clock: clock, options: options))
    try a.befriend(b)
    try a.put("tls/www", "1")
    try a.put("ssh/host", "2")
    try Wire(a, b).run()
    #expect(try b.data("tls/www") == "1")
    #expect(throws: KeySyncError.dataMissing(try keyID("ssh/host"))) { try b.data("ssh/host") }
    #expect(try b.key("ssh/host").heads == a.key("ssh/host").heads)
    #expect(try a.key("ssh/host").status == .synchronized)
    #expect(try b.statistics().changes == ["applied": 1, "not-selected": 1])
  }

  private func selection(_ patterns: String...) throws -> Selection {
    Selection(try patterns.map { try #require(Selection.Entry($0)) })
  }
}

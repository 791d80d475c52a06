import KeySyncBroker
import KeySyncCore
import Testing

@testable import KeySync

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
    #expect(throws: KeySyncError.notSelected(try keyID("ssh/host"))) { try b.data("ssh/host") }
    #expect(try b.key("ssh/host").heads == a.key("ssh/host").heads)
    #expect(try a.key("ssh/host").status == .synchronized)
    #expect(try b.statistics().changes == ["applied": 1, "not-selected": 1])
  }

  @Test func `data that is selected later is asked for, and data no longer selected stays until it is replaced`() throws
  {
    var narrow = ClusterOptions()
    narrow.selection = try selection("tls/**")
    let clock = TestClock()
    let (a, b) = (try TestNode("alice", clock: clock), try TestNode("bob", clock: clock, options: narrow))
    try a.befriend(b)
    let wire = Wire(a, b)
    for key in ["ssh/host", "tls/www"] { try a.put(key, "1") }
    try wire.run()
    var options = ClusterOptions()
    options.selection = try selection("ssh/**")
    let wide = try b.entering("prod", options: options)
    var wanted = WantedData()
    let start = WallTime(milliseconds: 0)
    let replies = try wanted.fetches(for: wide, at: start)
    #expect(replies == [.fetch(try a.key("ssh/host").heads, from: a.id)])
    try wire.bring(try replies.flatMap(wide.messages), to: a, answeredAt: wide)
    #expect(try wide.data(of: try keyID("ssh/host")) == Array("1".utf8))
    #expect(try wide.data(of: try keyID("tls/www")) == Array("1".utf8))
    try a.put("tls/www", "2")
    try wire.bring(try a.synchronizer.nextMessages(), at: wide)
    #expect(throws: KeySyncError.notSelected(try keyID("tls/www"))) { try wide.data(of: try keyID("tls/www")) }
  }

  @Test func `nobody is asked twice within half a minute, nor more than four within an hour`() throws {
    var narrow = ClusterOptions()
    narrow.selection = try selection("tls/**")
    let b = try TestNode("bob", options: narrow)
    let a = try TestNode("alice", clock: b.clock)
    try a.befriend(b)
    for name in ["carol", "dave", "erin", "frank"] {
      try b.synchronizer.addPeer(try TestNode(name, clock: b.clock).id, name: name)
    }
    try a.put("k", "1")
    try Wire(a, b).run()
    let wide = try b.entering("prod")
    var wanted = WantedData()
    let start = WallTime(milliseconds: 0)
    var asked: [Reply] = []
    for second in stride(from: 0, to: 3600, by: 2) {
      asked += try wanted.fetches(for: wide, at: start.advanced(byMilliseconds: Int64(second) * 1000))
    }
    #expect(asked.count == 4)
    #expect(asked.first == .fetch(try a.key("k").heads, from: a.id))
    #expect(Set(asked.map(\.asked)).count == 4)
    #expect(try wanted.fetches(for: wide, at: start.advanced(byMilliseconds: 29_000)).isEmpty)
    #expect(try wanted.fetches(for: wide, at: start.advanced(byMilliseconds: 3_600_000)).first == asked.first)
  }

  private func selection(_ patterns: String...) throws -> Selection {
    Selection(try patterns.map { try #require(Selection.Entry($0)) })
  }
}

extension Reply {
  /// Who is asked by a fetch.
  fileprivate var asked: NodeID? {
    guard case .fetch(_, let peer) = self else { return nil }
    return peer
  }
}

extension Wire {
  /// Brings messages to a node, and its answers to a process of another one.
  fileprivate func bring(
    _ messages: [OutgoingMessage],
    to node: TestNode,
    answeredAt synchronizer: KeySynchronizer
  ) throws {
    for message in messages { try bring(try bring(message, to: node), at: synchronizer) }
  }

  fileprivate func bring(_ messages: [OutgoingMessage], at synchronizer: KeySynchronizer) throws {
    _ = try synchronizer.receive(messages.map { Delivery(topic: $0.topic, payload: $0.payload) })
  }
}

import KeySync
import KeySyncCore
import Testing

/// Nodes that missed changes and find them again.
struct ReconciliationTests {
  private let clock = TestClock()

  @Test func `a node that missed everything gets it after it has connected`() throws {
    let wire = try Wire.among("alice", "bob", clock: clock)
    let (a, b) = (wire.nodes[0], wire.nodes[1])
    try forgetting(wire) {
      for number in 1...600 { try a.put("k/\(number)", "\(number)") }
      try a.delete("k/1")
    }
    b.synchronizer.noteConnection()
    try wire.reconcile(a)
    #expect(try b.data("k/600") == "600")
    #expect(try b.key("k/1").operation == .delete)
    #expect(try b.synchronizer.keys(includingDeleted: true).count == 600)
    #expect(try fingerprint(a) == fingerprint(b))
  }

  @Test func `both sides get what they lack in one session, conflicts included`() throws {
    let wire = try Wire.among("alice", "bob", clock: clock)
    let (a, b) = (wire.nodes[0], wire.nodes[1])
    try forgetting(wire) {
      try a.put("shared", "a")
      try b.put("shared", "b")
      for number in 1...40 {
        try a.put("a/\(number)", "a")
        try b.put("b/\(number)", "b")
      }
    }
    a.synchronizer.noteConnection()
    try wire.reconcile(b)
    #expect(try fingerprint(a) == fingerprint(b))
    #expect(try a.data("b/40") == "b")
    #expect(try b.data("a/40") == "a")
    #expect(try a.key("shared").recordID == b.key("shared").recordID)
    #expect(try a.key("shared").status == .conflict(reason: "concurrent-update"))
  }

  @Test func `a history is followed back to its beginning, however long it is`() throws {
    var options = ClusterOptions()
    options.queueLimit = 10_000
    let wire = try Wire.among("alice", "bob", clock: clock, options: options)
    let (a, b) = (wire.nodes[0], wire.nodes[1])
    try forgetting(wire) { for number in 1...1400 { try a.put("k", "\(number)") } }
    b.synchronizer.noteConnection()
    try wire.reconcile(a)
    #expect(try b.data("k") == "1400")
    #expect(try b.statistics().waitingRecords == 0)
  }

  @Test func `what a comparison brought over counts as confirmed, and what the peer refused in it has failed`() throws {
    let wire = try Wire.among("alice", "bob", clock: clock)
    let (a, b) = (wire.nodes[0], wire.nodes[1])
    _ = try b.synchronizer.setRules(
      [try #require(PermissionRule("create,update:good/**"))],
      of: a.id,
      since: WallTime(milliseconds: 0)
    )
    try forgetting(wire) {
      try a.put("good/1", "1")
      try a.put("bad/1", "1")
    }
    for change in try a.synchronizer.queuedChanges() { try a.synchronizer.dropQueued([change.id]) }
    a.synchronizer.noteConnection()
    try rest(wire)
    #expect(try b.data("good/1") == "1")
    #expect(try a.key("good/1").status == .synchronized)
    #expect(try a.key("bad/1").status == .failed(reason: "not-authorised"))
    #expect(try a.statistics().keys["Failed"] == 1)
    #expect(try a.statistics().keys["Synchronizing"] == 0)
  }

  @Test func `without a new connection two announcements must differ`() throws {
    let wire = try Wire.among("alice", "bob", clock: clock)
    let (a, b) = (wire.nodes[0], wire.nodes[1])
    try forgetting(wire) { try a.put("k", "1") }
    try wire.reconcile(a)
    #expect(try !b.knows("k"))
    clock.move(by: .seconds(30))
    try wire.reconcile(a)
    #expect(try b.data("k") == "1")
  }

  @Test func `equal announcements settle what waits, and count as installed`() throws {
    let wire = try Wire.among("alice", "bob", "carol", clock: clock)
    let (a, b, c) = (wire.nodes[0], wire.nodes[1], wire.nodes[2])
    wire.fate = { _, node in node === c ? .lost : .brought }
    try a.put("k", "1")
    try wire.run()
    #expect(try a.key("k").peersInstalled == 1)
    wire.fate = { _, _ in .brought }
    c.synchronizer.noteConnection()
    try wire.reconcile(b)
    #expect(try c.data("k") == "1")
    try wire.reconcile(c)
    #expect(try a.key("k").peersInstalled == 2)
    #expect(try a.key("k").status == .synchronized)
    #expect(try a.statistics().pendingMessages == 0)
    #expect(try c.key("k").peersInstalled == 2)
  }

  @Test func `nodes of which one refuses a record come to rest`() throws {
    let wire = try Wire.among("alice", "bob", clock: clock)
    let (a, b) = (wire.nodes[0], wire.nodes[1])
    let stranger = try TestNode("mallory", clock: clock)
    try a.befriend(stranger)
    try stranger.put("secret", "1")
    for message in try stranger.synchronizer.nextMessages() { _ = try wire.bring(message, to: a) }
    try a.put("k", "1")
    try wire.run()
    try rest(wire)
    #expect(try a.data("secret") == "1")
    #expect(try !b.knows("secret"))
    #expect(try b.data("k") == "1")
    try b.synchronizer.addPeer(stranger.id, name: "mallory")
    try rest(wire)
    #expect(try b.data("secret") == "1")
  }

  @Test func `nodes of unequal trust come to rest`() throws {
    let wire = try Wire.among("alice", "bob", clock: clock)
    let (a, b) = (wire.nodes[0], wire.nodes[1])
    _ = try b.synchronizer.setRules(
      [try #require(PermissionRule("create:tls/**"))],
      of: a.id,
      since: WallTime(milliseconds: 0)
    )
    try a.put("ssh/host", "1")
    try a.put("tls/www", "1")
    try wire.run()
    try rest(wire)
    #expect(try !b.knows("ssh/host"))
    #expect(try b.data("tls/www") == "1")
  }

  @Test func `what is lost on the way is said again`() throws {
    let wire = try Wire.among("alice", "bob", clock: clock)
    let (a, b) = (wire.nodes[0], wire.nodes[1])
    try forgetting(wire) { for number in 1...50 { try a.put("k/\(number)", "\(number)") } }
    var number = 0
    wire.fate = { _, _ in
      number += 1
      return number.isMultiple(of: 3) ? .lost : .brought
    }
    b.synchronizer.noteConnection()
    for _ in 0..<40 {
      try wire.reconcile()
      clock.move(by: .seconds(31))
    }
    #expect(try fingerprint(a) == fingerprint(b))
  }

  @Test func `a node put back from an old backup gets its own changes again, and nothing is lost`() throws {
    let wire = try Wire.among("alice", "bob", clock: clock)
    let (a, b) = (wire.nodes[0], wire.nodes[1])
    try a.put("k", "1")
    try wire.run()
    let backup = try Snapshot(of: a)
    clock.move(by: .seconds(60))
    try a.put("k", "2")
    try a.put("new", "1")
    try wire.run()
    try backup.restore()
    #expect(try a.data("k") == "1")
    a.synchronizer.noteConnection()
    try wire.reconcile(b)
    #expect(try a.data("k") == "2")
    #expect(try a.data("new") == "1")
    #expect(try fingerprint(a) == fingerprint(b))
  }

  @Test func `a fetch that comes too soon is busy`() throws {
    let wire = try Wire.among("alice", "bob", clock: clock)
    let (a, b) = (wire.nodes[0], wire.nodes[1])
    let summary = try a.put("k", "1")
    var busy = 0
    for _ in 0..<60 {
      for message in try b.synchronizer.messages(for: .fetch([summary.recordID], from: a.id)) {
        let answers = try wire.bring(message, to: a)
        if answers.count == 1 { busy += 1 }
      }
    }
    #expect(busy == 20)
    clock.move(by: .seconds(1))
    let again = try #require(try b.synchronizer.messages(for: .fetch([summary.recordID], from: a.id)).first)
    #expect(try wire.bring(again, to: a).count == 2)
  }

  // MARK: Helpers

  /// What is done meanwhile reaches nobody, and is not sent again.
  private func forgetting(_ wire: Wire, _ body: () throws -> Void) throws {
    wire.fate = { _, _ in .lost }
    try body()
    try wire.run()
    wire.fate = { _, _ in .brought }
  }

  private func fingerprint(_ node: TestNode) throws -> [UInt8] {
    let envelope = try Envelope(try node.synchronizer.announcement().payload)
    guard case .announcement(let announcement) = try SyncObject.decode(envelope).object else { return [] }
    return announcement.fingerprint
  }

  /// Announces again and again until no reconciliation begins any more.
  private func rest(_ wire: Wire) throws {
    var quiet = 0
    for _ in 0..<40 where quiet < 5 {
      let before = try sessionMessages(wire)
      try wire.reconcile()
      clock.move(by: .seconds(30))
      quiet = try sessionMessages(wire) == before ? quiet + 1 : 0
    }
    #expect(quiet == 5, "sessions never end")
  }

  private func sessionMessages(_ wire: Wire) throws -> Int {
    try wire.carried.count { [.reconcile, .fetch].contains(try $0.type()) }
  }
}

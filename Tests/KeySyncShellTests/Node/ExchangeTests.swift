import KeySync
import Testing

/// Changes on their way between nodes that lose nothing.
struct ExchangeTests {
  private let wire: Wire
  private let a: TestNode
  private let b: TestNode

  init() throws {
    wire = try Wire.among("alice", "bob")
    (a, b) = (wire.nodes[0], wire.nodes[1])
  }

  @Test func `what is put, updated and deleted on one node is so on the other, in both directions`() throws {
    for (here, there) in [(a, b), (b, a)] {
      try here.put("tls/web", "first from \(here.name)")
      try wire.run()
      try expectSame("tls/web", data: "first from \(here.name)")
      try here.put("tls/web", "second from \(here.name)")
      try wire.run()
      try expectSame("tls/web", data: "second from \(here.name)")
      try here.delete("tls/web")
      try wire.run()
      #expect(try there.key("tls/web").operation == .delete)
      #expect(try here.key("tls/web").heads == there.key("tls/web").heads)
      #expect(try there.synchronizer.keys().isEmpty)
      #expect(try there.synchronizer.keys(includingDeleted: true).count == 1)
    }
  }

  @Test func `a key's status goes from pending by way of synchronizing to synchronized`() throws {
    try a.put("k", "1")
    #expect(try a.key("k").status == .pending)
    let messages = try a.synchronizer.nextMessages()
    #expect(try a.key("k").status == .pending)
    try a.synchronizer.note(sent: messages, unsent: [])
    #expect(try a.key("k").status == .synchronizing)
    try wire.carry(messages)
    #expect(try a.key("k").status == .synchronized)
    #expect(try b.key("k").status == .synchronized)
    #expect(try a.synchronizer.nextDue() == nil)
  }

  @Test func `what is not taken by the broker stays pending and is broadcast again`() throws {
    try a.put("k", "1")
    let messages = try a.synchronizer.nextMessages()
    try a.synchronizer.note(sent: [], unsent: messages)
    #expect(try a.key("k").status == .pending)
    #expect(try a.synchronizer.nextMessages().isEmpty)
    a.clock.move(by: .seconds(1))
    let again = try a.synchronizer.nextMessages()
    #expect(again.map(\.topic) == messages.map(\.topic))
    #expect(again.map(\.payload) != messages.map(\.payload))
    try wire.carry(again)
    #expect(try b.data("k") == "1")
  }

  @Test func `a worker that dies with changes in hand leaves them to the next one`() throws {
    try a.put("k", "1")
    _ = try a.synchronizer.nextMessages()
    try a.restart()
    #expect(try a.synchronizer.nextMessages().isEmpty)
    a.clock.move(by: .seconds(30))
    try wire.run()
    #expect(try b.data("k") == "1")
    #expect(try a.key("k").status == .synchronized)
  }

  @Test func `300 changes at once travel in several messages within the limits and all arrive`() throws {
    for number in 0..<300 { try a.put("key/\(number)", "data \(number)") }
    try wire.run()
    let broadcasts = wire.carried.filter(\.isBroadcast)
    #expect(broadcasts.count > 1)
    #expect(broadcasts.count <= 32)
    #expect(broadcasts.allSatisfy { $0.payload.count <= Limits.messageBytes })
    for number in 0..<300 { #expect(try b.data("key/\(number)") == "data \(number)") }
    #expect(try a.statistics().keys["Synchronized"] == 300)
    #expect(try a.statistics().settled == 300)
  }

  @Test func `the largest data there may be travels, a few at a time`() throws {
    let data = [UInt8](repeating: 0x5A, count: Limits.keyDataBytes)
    for number in 0..<10 { try a.put("large/\(number)", data) }
    try wire.run()
    #expect(wire.carried.allSatisfy { $0.payload.count <= Limits.messageBytes })
    for number in 0..<10 {
      #expect(try b.synchronizer.data(of: try keyID("large/\(number)")) == data)
    }
    #expect(try a.statistics().keys["Synchronized"] == 10)
    #expect(throws: KeySyncError.dataTooLarge(count: data.count + 1)) { try a.put("larger", data + [0]) }
  }

  @Test func `restarts between all steps change nothing`() throws {
    func restart() throws { for node in wire.nodes { try node.restart() } }
    try a.put("k", "1")
    try restart()
    let messages = try a.synchronizer.nextMessages()
    try restart()
    try a.synchronizer.note(sent: messages, unsent: [])
    try restart()
    var waiting = messages
    while !waiting.isEmpty {
      let message = waiting.removeFirst()
      for node in message.isBroadcast ? [b] : [a] { waiting += try wire.bring(message, to: node) }
      try restart()
    }
    try expectSame("k", data: "1")
    #expect(try a.key("k").status == .synchronized)
    try b.delete("k")
    try restart()
    try wire.run()
    #expect(try a.key("k").operation == .delete)
  }

  @Test func `a node alone queues nothing: whoever is added later finds what it lacks`() throws {
    let alone = try TestNode("carol", clock: a.clock)
    try alone.put("k", "1")
    #expect(try alone.synchronizer.queuedChanges().isEmpty)
    #expect(try alone.key("k").status == .synchronized)
    let late = try TestNode("dave", clock: a.clock)
    try alone.befriend(late)
    #expect(try alone.key("k").status == .synchronizing)
    late.synchronizer.noteConnection()
    let wire = Wire(alone, late)
    try wire.reconcile(alone)
    try wire.reconcile(late)
    #expect(try late.data("k") == "1")
    #expect(try alone.key("k").status == .synchronized)
  }

  private func expectSame(_ key: String, data: String) throws {
    #expect(try a.data(key) == data)
    #expect(try b.data(key) == data)
    #expect(try a.key(key).heads == b.key(key).heads)
    #expect(try a.key(key).recordID == b.key(key).recordID)
  }
}

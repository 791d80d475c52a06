import KeySync
import Testing

/// Changes on their way over a wire that loses messages.
struct LossTests {
  private let wire: Wire
  private let a: TestNode
  private let b: TestNode

  init() throws {
    wire = try Wire.among("alice", "bob")
    (a, b) = (wire.nodes[0], wire.nodes[1])
  }

  @Test func `a change whose predecessor was lost waits, and its parent is fetched from the sender`() throws {
    try a.put("k", "1")
    try losing({ $0.isBroadcast }) { try wire.run() }
    try a.put("k", "2")
    try wire.publish(a)
    #expect(
      try wire.carried.suffix(6).map { try $0.type() } == [.message, .receipt, .fetch, .message, .receipt, .receipt]
    )
    #expect(try b.data("k") == "2")
    #expect(try b.key("k").heads == a.key("k").heads)
    #expect(try b.statistics().waitingRecords == 0)
    try passRetry()
    #expect(try a.key("k").status == .synchronized)
    #expect(try a.statistics().pendingMessages == 0)
  }

  @Test func `a line of changes of which only the last arrives is fetched as a whole`() throws {
    for number in 1...20 { try a.put("k", "\(number)") }
    try losing({ $0.isBroadcast }) { try wire.run() }
    try a.put("k", "last")
    try wire.run()
    #expect(try b.data("k") == "last")
    #expect(try wire.carried.count { try $0.type() == .fetch } == 1)
  }

  @Test func `a parent that its sender does not give is asked of the others`() throws {
    let clock = TestClock()
    let three = try Wire.among("alice", "bob", "carol", clock: clock)
    let (a, b, c) = (three.nodes[0], three.nodes[1], three.nodes[2])
    three.fate = { $1 === b ? .lost : .brought }
    try a.put("k", "1")
    try three.run()
    three.fate = { message, _ in (try? message.type()) == .fetch ? .lost : .brought }
    try a.put("k", "2")
    try three.run()
    #expect(try b.statistics().waitingRecords == 1)
    var asked: [NodeID] = []
    for _ in 0..<4 {
      for case .fetch(_, from: let peer) in try b.synchronizer.fetchesOfMissingParents() { asked.append(peer) }
      clock.move(by: .seconds(30))
    }
    #expect(asked == [a.id, c.id, a.id, c.id])
    clock.move(by: .seconds(-90))
    three.fate = { _, _ in .brought }
    try three.carry(try b.synchronizer.fetchesOfMissingParents().flatMap(b.synchronizer.messages))
    #expect(try b.data("k") == "2")
  }

  @Test func `a fetch that was lost is asked again, and waiting records are released after a restart`() throws {
    try a.put("k", "1")
    try losing({ $0.isBroadcast }) { try wire.run() }
    try a.put("k", "2")
    try losing({ try $0.type() == .fetch }) { try wire.run() }
    #expect(try b.statistics().waitingRecords == 1)
    #expect(try !b.knows("k"))
    try b.restart()
    try wire.carry(try b.synchronizer.fetchesOfMissingParents().flatMap(b.synchronizer.messages))
    #expect(try b.data("k") == "2")
    #expect(try b.synchronizer.fetchesOfMissingParents().isEmpty)
  }

  @Test func `a broadcast that was lost is sent again to the inbox, and settles`() throws {
    try a.put("k", "1")
    try losing({ $0.isBroadcast }) { try wire.run() }
    #expect(try a.key("k").status == .synchronizing)
    #expect(try a.synchronizer.nextMessages().isEmpty)
    try passRetry()
    #expect(try b.data("k") == "1")
    #expect(try a.key("k").status == .synchronized)
    #expect(wire.carried.count { $0.isBroadcast } == 1)
  }

  @Test func `a receipt that was lost is asked for by sending again`() throws {
    try a.put("k", "1")
    try losing({ try $0.type() == .receipt }) { try wire.run() }
    #expect(try b.data("k") == "1")
    #expect(try a.key("k").status == .synchronizing)
    try passRetry()
    #expect(try a.key("k").status == .synchronized)
    #expect(try b.statistics().changes == ["applied": 1, "unchanged": 1])
  }

  @Test func `a receipt for the first attempt settles although a second one is out`() throws {
    try a.put("k", "1")
    var late: [OutgoingMessage] = []
    wire.fate = { message, node in
      guard node === a, (try? message.type()) == .receipt else { return .brought }
      late.append(message)
      return .lost
    }
    try wire.run()
    wire.fate = { _, _ in .lost }
    try passRetry()
    _ = try wire.bring(try #require(late.first), to: a)
    #expect(try a.key("k").status == .synchronized)
  }

  @Test func `a peer that never answers is tried three times, then left to reconciliation`() throws {
    let wire = try Wire.among("alice", "bob", "carol")
    let (a, silent) = (wire.nodes[0], wire.nodes[2])
    wire.fate = { _, node in node === silent ? .lost : .brought }
    try a.put("k", "1")
    try wire.run()
    let broadcast = wire.carried.count
    for _ in 0..<3 {
      a.clock.move(by: .seconds(60))
      _ = try wire.bring(try silent.synchronizer.announcement(), to: a)
      #expect(try wire.publish(a) == 1)
      #expect(try a.key("k").status == .synchronizing)
      #expect(try a.key("k").peersInstalled == 1)
    }
    let retries = wire.carried[broadcast...].filter { !$0.isBroadcast }
    #expect(retries.count == 3)
    #expect(retries.allSatisfy { $0.topic.contains("/inbox/\(silent.id)/") })
    a.clock.move(by: .seconds(60))
    #expect(try wire.publish(a) == 0)
    #expect(try a.synchronizer.nextDue() == nil)
    #expect(try a.statistics().pendingMessages == 0)
    let change = try #require(try a.synchronizer.queuedChanges().first)
    #expect((change.isGivenUp, change.attempts, change.awaited) == (true, 4, [silent.id]))
    #expect(try a.key("k").status == .synchronizing)
    wire.fate = { _, _ in .brought }
    silent.synchronizer.noteConnection()
    try wire.reconcile(a)
    try wire.reconcile(silent)
    #expect(try silent.data("k") == "1")
    #expect(try a.key("k").status == .synchronized)
    #expect(try a.synchronizer.queuedChanges().isEmpty)
  }

  @Test func `a peer that was heard and then fell silent is not tried; the tries pass all the same`() throws {
    _ = try wire.bring(try b.synchronizer.announcement(), to: a)
    a.clock.move(by: .seconds(601))
    try losing({ _ in true }) {
      try a.put("k", "1")
      for _ in 0...4 {
        try wire.run()
        a.clock.move(by: .seconds(60))
      }
    }
    #expect(wire.carried.map(\.isBroadcast) == [true])
    #expect(try a.synchronizer.queuedChanges().map(\.isGivenUp) == [true])
  }

  @Test func `what was left to reconciliation is sent again when somebody asks`() throws {
    try losing({ _ in true }) {
      try a.put("k", "1")
      for _ in 0...4 {
        try wire.run()
        a.clock.move(by: .seconds(60))
      }
    }
    let change = try #require(try a.synchronizer.queuedChanges().first)
    #expect(change.isGivenUp)
    #expect(throws: KeySyncError.unknownQueuedChange(99)) { try a.synchronizer.retryQueued([99]) }
    #expect(try a.synchronizer.retryQueued([change.id]) == 1)
    #expect(try a.statistics().pendingMessages == 1)
    try wire.run()
    #expect(try b.data("k") == "1")
    #expect(try a.synchronizer.queuedChanges().isEmpty)
  }

  @Test func `a change that is dropped from the queue stays, and comes to peers by reconciliation`() throws {
    try losing({ _ in true }) {
      try a.put("k", "1")
      try wire.run()
    }
    let change = try #require(try a.synchronizer.queuedChanges().first)
    #expect(throws: KeySyncError.unknownQueuedChange(99)) { try a.synchronizer.dropQueued([change.id, 99]) }
    #expect(try a.synchronizer.queuedChanges() == [change])
    try a.synchronizer.dropQueued([change.id])
    #expect(try a.key("k").status == .synchronizing)
    #expect(try a.statistics().keys["Synchronizing"] == 1)
    b.synchronizer.noteConnection()
    try wire.reconcile(a)
    #expect(try b.data("k") == "1")
  }

  @Test func `a topic that the broker keeps closed is a failure with its name, until it is open`() throws {
    try a.put("k", "1")
    let messages = try a.synchronizer.nextMessages()
    let topic = try #require(messages.first?.topic)
    try a.synchronizer.note(sent: [], unsent: messages, closed: [topic])
    #expect(try a.key("k").status == .failed(reason: "closed-topic \(topic)"))
    #expect(try a.statistics().keys["Failed"] == 1)
    #expect(try a.synchronizer.queuedChanges().map(\.closedTopic) == [topic])
    a.clock.move(by: .seconds(10))
    try wire.run()
    #expect(try a.key("k").status == .synchronized)
  }

  @Test func `a clock that steps back by a day holds up no change`() throws {
    let wire = try Wire.among("alice", "bob")
    let (a, b) = (wire.nodes[0], wire.nodes[1])
    wire.fate = { _, _ in .lost }
    try a.put("k", "1")
    a.clock.move(by: .seconds(86_400))
    try wire.run()
    a.clock.move(by: .seconds(-86_400))
    wire.fate = { _, _ in .brought }
    #expect(try a.synchronizer.nextMessages().isEmpty)
    _ = try a.synchronizer.prune()
    try wire.run()
    #expect(try b.data("k") == "1")
  }

  @Test func `the pauses between attempts double`() throws {
    wire.fate = { _, _ in .lost }
    try a.put("k", "1")
    for pause in [5.0, 10, 20, 40] {
      try wire.publish(a)
      let due = try #require(try a.synchronizer.nextDue())
      let seconds = Double(due.milliseconds - a.clock.now.milliseconds) / 1000
      #expect((pause * 0.8...pause * 1.2).contains(seconds))
      a.clock.move(by: .milliseconds(due.milliseconds - a.clock.now.milliseconds))
    }
  }

  @Test func `messages in any order come to the same end`() throws {
    for number in 1...5 {
      try a.put("k", "\(number)")
      try losing({ $0.isBroadcast }) { try wire.run() }
    }
    for message in wire.carried.filter(\.isBroadcast).reversed() { _ = try wire.bring(message, to: b) }
    #expect(try b.data("k") == "5")
    #expect(try b.key("k").heads == a.key("k").heads)
  }

  private func losing(_ isLost: @escaping (OutgoingMessage) throws -> Bool, _ body: () throws -> Void) rethrows {
    wire.fate = { message, _ in ((try? isLost(message)) ?? false) ? .lost : .brought }
    defer { wire.fate = { _, _ in .brought } }
    try body()
  }

  /// Lets the first retry come due, which has a jitter of a second.
  private func passRetry() throws {
    a.clock.move(by: .seconds(6))
    try wire.run()
  }
}

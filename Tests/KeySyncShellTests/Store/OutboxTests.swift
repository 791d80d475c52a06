import KeySyncCore
import KeySyncCrypto
import KeySyncStore
import Testing

/// The queue of this node's changes, and what peers say of them.
struct OutboxTests {
  private let keystore: Keystore
  private let alice: Creator
  private let bob: NodeID
  private let carol: NodeID

  init() throws {
    keystore = try Keystore()
    alice = try .alice()
    (bob, carol) = (try Creator.bob().node, try Creator.carol().node)
  }

  // MARK: Claiming

  @Test func `a claimed change is nobody else's until the claim ends`() throws {
    let a = try queue(try alice.create("a"))
    #expect(try claim().map(\.record.id) == [a.id])
    #expect(try claim().isEmpty)
    try pass(999)
    #expect(try claim().isEmpty)
    try pass(1)
    #expect(try claim().map(\.record.id) == [a.id])
  }

  @Test func `deletes go first, then creates and updates, then descriptions; within one the oldest`() throws {
    let (a, b) = (try alice.create("a"), try alice.create("b"))
    let described = try alice.describe(a, data: "1", note: "n")
    let deleted = try alice.delete(b)
    for record in [a, b, described, deleted] { try queue(record) }
    #expect(try claim().map(\.record.id) == [deleted, a, b, described].map(\.id))
  }

  @Test func `no more are claimed than asked for, and the rest stays due`() throws {
    let records = try (0..<5).map { try queue(try alice.create("k\($0)")) }
    #expect(try claim(limit: 3).count == 3)
    #expect(try claim(limit: 3).map(\.record.id) == records[3...].map(\.id))
  }

  @Test func `a change that was sent comes up again later, counting its attempts; one that was not, too`() throws {
    try queue(try alice.create("a"))
    let row = try #require(try claim().first)
    #expect(row.attempts == 0)
    try keystore.write { transaction in
      try transaction.markTried([row.id]) { keystore.now.advanced(byMilliseconds: Int64($0) * 5000) }
    }
    #expect(try keystore.read { try $0.nextOutboxDue() } == keystore.now.advanced(byMilliseconds: 5000))
    try pass(5000)
    #expect(try claim().map(\.attempts) == [1])
    try keystore.write { try $0.markUnsent([row.id], dueAt: keystore.now) }
    #expect(try claim().map(\.attempts) == [1])
  }

  // MARK: Receipts

  @Test func `a change is settled when every peer has answered, whichever attempt`() throws {
    let queuedAt = keystore.now
    try queue(try alice.create("a"))
    let row = try #require(try claim().first)
    let (broadcast, retry) = (try attempt(row), try attempt(row, to: carol))
    #expect(try answer(broadcast, [.applied], from: bob).isEmpty)
    #expect(try claimAgain().first?.answered == [bob])
    #expect(try answer(retry, [.unchanged], from: carol) == [queuedAt])
    #expect(try keystore.read { try $0.outboxCount() } == 0)
  }

  @Test func `an answer counts only from the peer that the message was addressed to`() throws {
    try queue(try alice.create("a"))
    let retry = try attempt(try #require(try claim().first), to: carol)
    _ = try answer(retry, [.applied], from: bob)
    #expect(try claimAgain().first?.answered == [])
    _ = try answer(.random(), [.applied], from: carol)
    #expect(try claimAgain().first?.answered == [])
  }

  @Test(arguments: [Outcome(.fromFuture), .missingData, Outcome(.waiting), Outcome(.busy)])
  func `an answer that may change is not final`(outcome: Outcome) throws {
    try queue(try alice.create("a"))
    let message = try attempt(try #require(try claim().first))
    _ = try answer(message, [outcome], from: bob)
    #expect(try claimAgain().first?.answered == [])
  }

  @Test func `a refused message is an answer for all its changes`() throws {
    for name in ["a", "b"] { try queue(try alice.create(name)) }
    let rows = try claim()
    let message = try attempt(rows[0], rows[1])
    _ = try keystore.write { transaction in
      let entry = Receipt.Entry(messageID: message, outcome: Outcome(.cannotDecrypt))
      return try transaction.take(Receipt(entries: [entry]), from: bob, under: keystore.rules.trust, at: keystore.now)
    }
    #expect(try claimAgain().map(\.answered) == [[bob], [bob]])
  }

  @Test func `each change has its own answer, and one that lacks it has none`() throws {
    for name in ["a", "b"] { try queue(try alice.create(name)) }
    let rows = try claim()
    let message = try attempt(rows[0], rows[1])
    _ = try answer(message, [.applied], from: bob)
    #expect(try claimAgain().map(\.answered) == [[bob], []])
  }

  @Test func `what was installed stays installed whatever an older message's receipt says`() throws {
    try queue(try alice.create("a"))
    let row = try #require(try claim().first)
    let (first, second) = (try attempt(row), try attempt(row, to: bob))
    _ = try answer(second, [.applied], from: bob)
    _ = try answer(first, [Outcome(.waiting)], from: bob)
    #expect(try claimAgain().first?.answered == [bob])
  }

  @Test func `an attempt that nobody can answer any more is forgotten with the next one`() throws {
    try queue(try alice.create("a"))
    let row = try #require(try claim().first)
    let first = try attempt(row)
    try pass(20 * 60_000)
    _ = try attempt(row)
    #expect(try keystore.count("outbox_attempt") == 2)
    try pass(1)
    _ = try attempt(row)
    #expect(try keystore.count("outbox_attempt") == 2)
    _ = try answer(first, [.applied], from: bob)
    #expect(try claimAgain().first?.answered == [])
  }

  // MARK: Steps

  @discardableResult
  private func queue(_ record: VerifiedRecord) throws -> VerifiedRecord {
    try keystore.merge(record)
    try keystore.write { try $0.enqueue(record, at: keystore.now) }
    return record
  }

  /// Takes changes for a second.
  private func claim(limit: Int = 256) throws -> [OutboxRow] {
    let end = keystore.now.advanced(byMilliseconds: 1000)
    return try keystore.write { try $0.claimOutbox(limit: limit, until: end, at: keystore.now) }
  }

  private func claimAgain() throws -> [OutboxRow] {
    try pass(1000)
    return try claim()
  }

  private func pass(_ time: Int64) throws { keystore.now = keystore.now.advanced(byMilliseconds: time) }

  private func attempt(_ rows: OutboxRow..., to recipient: NodeID? = nil) throws -> MessageID {
    let message = MessageID.random()
    try keystore.write { try $0.noteAttempt(message, carrying: rows.map(\.id), to: recipient, at: keystore.now) }
    return message
  }

  /// - Returns: when the changes were queued that are settled by it.
  private func answer(_ message: MessageID, _ outcomes: [Outcome], from peer: NodeID) throws -> [WallTime] {
    try keystore.write { transaction in
      let entry = Receipt.Entry(messageID: message, outcome: .applied, changes: outcomes)
      let answered = try transaction.take(
        Receipt(entries: [entry]),
        from: peer,
        under: keystore.rules.trust,
        at: keystore.now
      )
      return try transaction.settle(answered, peers: [bob, carol])
    }
  }
}

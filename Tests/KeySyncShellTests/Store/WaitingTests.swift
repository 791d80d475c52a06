import KeySyncCore
import KeySyncStore
import Testing

/// Records whose parents are not all here (PROTOCOL section 7.2).
struct WaitingTests {
  private let keystore: Keystore
  private let alice: Creator
  private let bob: Creator

  init() throws {
    keystore = try Keystore()
    (alice, bob) = (try .alice(), try .bob())
  }

  @Test func `a record waits for its parent, through a restart, and enters with it`() throws {
    let a = try alice.create("k")
    let b = try bob.update(a, data: "2")
    #expect(try keystore.merge(b, from: bob.node) == [Outcome(.waiting)])
    #expect(try keystore.heads("k").isEmpty)
    #expect(try keystore.read { try $0.record(b.id) } == nil)
    try keystore.reopen()
    #expect(try keystore.merge(a) == [.superseded])
    #expect(try keystore.heads("k") == [b.id])
    #expect(try keystore.holdsData(of: b))
    #expect(try keystore.count("waiting_parent") == 0)
    try keystore.expectHeadsAddUp()
  }

  @Test func `a line that arrives backwards, a record a restart, ends in its last`() throws {
    var line = [try alice.create("k")]
    for number in 2...6 { line.append(try bob.update(line[number - 2], data: "\(number)")) }
    for record in line.reversed() {
      try keystore.merge(record, from: bob.node)
      try keystore.reopen()
    }
    #expect(try keystore.heads("k") == [line[5].id])
    try keystore.expectHeadsAddUp()
  }

  @Test func `what waits and enters within one batch has its final outcome`() throws {
    let a = try alice.create("k")
    let b = try bob.update(a, data: "2")
    let d = try alice.delete(b)
    #expect(try keystore.merge(d, b, a, b) == [.applied, .superseded, .superseded, .unchanged])
    #expect(try keystore.heads("k") == [d.id])
  }

  @Test func `a record of two missing parents waits for both`() throws {
    let a = try alice.create("k")
    let (b, c) = (try alice.update(a, data: "2"), try bob.update(a, data: "3"))
    let r = try alice.update(b, c, data: "4")
    try keystore.merge(r)
    try keystore.merge(a, b)
    #expect(try keystore.heads("k") == [b.id])
    try keystore.merge(c)
    #expect(try keystore.heads("k") == [r.id])
  }

  @Test func `a parent of another key that arrives leaves the heads of the waiting record's key alone`() throws {
    keystore.rules.undoWindow = 0
    let (head, stranger) = (try alice.create("k"), try alice.create("other"))
    try keystore.merge(head)
    let waiting = try bob.record("k", .update, on: [stranger], at: 2000, data: "2")
    try keystore.merge(waiting, from: bob.node)
    try keystore.merge(stranger)
    let key = try #require(try keystore.read { try $0.key(head.fields.keyID) })
    #expect(key.winner.id == head.id)
    #expect(key.hasData)
    try keystore.expectHeadsAddUp()
  }

  @Test func `a head that enters behind a void record of two keys is noted as one`() throws {
    let (head, stranger) = (try alice.create("k"), try alice.create("other"))
    try keystore.merge(head)
    let crossing = try bob.record("k", .update, on: [stranger], at: 2000, data: "2")
    let last = try bob.update(head, crossing, data: "3")
    try keystore.merge(last, crossing, from: bob.node)
    try keystore.merge(stranger)
    #expect(try keystore.heads("k") == [last.id])
    try keystore.expectHeadsAddUp()
  }

  @Test func `one sender's waiting records are bounded, and another's are not held up`() throws {
    let missing = try alice.create("k")
    let children = try (0...Limits.waitingPerSender).map { try bob.update(missing, data: "\($0)") }
    let outcomes = try keystore.merge(children, from: bob.node)
    #expect(outcomes.dropLast().allSatisfy { $0 == Outcome(.waiting) })
    #expect(outcomes.last == Outcome(.busy))
    try keystore.reopen()
    let last = children[Limits.waitingPerSender]
    #expect(try keystore.merge(last, from: bob.node) == [Outcome(.busy)])
    #expect(try keystore.standings()[last.id] == nil)
    #expect(try keystore.merge(last, from: alice.node) == [Outcome(.waiting)])
    try keystore.merge(missing, from: bob.node)
    #expect(try keystore.heads("k").count == children.count)
  }

  @Test func `parents that are missing are asked of the sender, once by the batch that names them first`() throws {
    let a = try alice.create("k")
    let b = try bob.update(a, data: "2")
    let c = try bob.update(b, data: "3")
    try keystore.merge(c, from: bob.node)
    #expect(try missing(from: bob.node, since: keystore.now) == [b.id])
    keystore.now = keystore.now.advanced(byMilliseconds: 1)
    let c2 = try alice.update(b, data: "4")
    try keystore.merge(c2, from: bob.node)
    #expect(try missing(from: bob.node, since: keystore.now).isEmpty)
    #expect(try missing(from: bob.node) == [b.id])
    #expect(try missing(from: alice.node).isEmpty)
    try keystore.merge(b, from: bob.node)
    #expect(try missing(from: bob.node) == [a.id])
    try keystore.merge(a, from: bob.node)
    #expect(try missing(from: bob.node).isEmpty)
  }

  private func missing(from sender: NodeID, since: WallTime = WallTime(milliseconds: 0)) throws -> [RecordID] {
    try keystore.read { try $0.missingParents(ofRecordsFrom: sender, since: since) }
  }
}

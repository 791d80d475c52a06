import KeySyncCore
import KeySyncTestSupport
import Testing

@testable import KeySyncStore

@Suite struct `The leases of lanes` {
  /// Two processes on one store, each with a worker.
  private let test: Keystore
  private let other: Store

  init() throws {
    test = try Keystore()
    other = try Store(path: test.directory.file("keysync.db"))
  }

  private static let lifetime: Int64 = 10_000

  private func worker(_ name: String, lanes: LaneCount = .four) throws -> LaneWorker {
    LaneWorker(name: try #require(WorkerName(name)), lanes: lanes, lifetime: Self.lifetime)
  }

  private func time(_ milliseconds: Int64, boot: String = "one") -> LeaseTime {
    LeaseTime(boot: boot, milliseconds: milliseconds)
  }

  @Test func `go to the only worker, and are shared when another comes`() throws {
    var (a, b) = (try worker("a"), try worker("b"))
    #expect(try test.store.keep(&a, givingUp: [], at: time(0)).held.keys.sorted() == [0, 1, 2, 3])
    let standby = try other.keep(&b, givingUp: [], at: time(1))
    #expect(standby.held.isEmpty && standby.others.map(\.text) == ["a"])
    #expect(try test.store.standing(of: a, at: time(2))?.share.surplus == [2, 3])
    #expect(try test.store.keep(&a, givingUp: [2, 3], at: time(3)).held.keys.sorted() == [0, 1])
    #expect(try other.keep(&b, givingUp: [], at: time(4)).held.keys.sorted() == [2, 3])
    #expect(try other.standing(of: b, at: time(5))?.share == LaneShare(givingUpAll: []))
    #expect(try test.store.lanesByWorker(at: time(5)) == [a.name: [0, 1], b.name: [2, 3]])
  }

  @Test func `end when they are not renewed, and at once when their worker leaves`() throws {
    var (a, b) = (try worker("a"), try worker("b"))
    _ = try test.store.keep(&a, givingUp: [], at: time(0))
    let last = try other.keep(&b, givingUp: [], at: time(Self.lifetime - 1))
    #expect(last.held.isEmpty)
    let next = try other.keep(&b, givingUp: [], at: time(Self.lifetime))
    #expect(next.held.keys.sorted() == [0, 1, 2, 3] && next.others.isEmpty)
    try other.leave(b)
    #expect(try test.store.keep(&a, givingUp: [], at: time(Self.lifetime)).held.count == 4)
  }

  @Test func `stay with a worker that is late while nobody has taken its place`() throws {
    var (a, b) = (try worker("a"), try worker("b"))
    let held = try test.store.keep(&a, givingUp: [], at: time(0)).held
    #expect(try test.store.standing(of: a, at: time(Self.lifetime)) == nil)
    #expect(try test.store.keep(&a, givingUp: [], at: time(3 * Self.lifetime)).held == held, "with their tokens")
    #expect(try other.keep(&b, givingUp: [], at: time(3 * Self.lifetime + 1)).held.isEmpty)
  }

  @Test func `of another start of the machine are over`() throws {
    var (a, b) = (try worker("a"), try worker("b"))
    _ = try test.store.keep(&a, givingUp: [], at: time(1_000_000))
    #expect(try test.store.standing(of: a, at: time(5, boot: "two")) == nil)
    #expect(try other.keep(&b, givingUp: [], at: time(5, boot: "two")).held.count == 4)
    #expect(try test.store.standing(of: a, at: time(1_000_001)) == nil)
  }

  @Test func `go to nobody else when a clock is behind`() throws {
    var (a, b) = (try worker("a"), try worker("b"))
    _ = try test.store.keep(&a, givingUp: [], at: time(50_000))
    #expect(try other.keep(&b, givingUp: [], at: time(0)).held.isEmpty)
    #expect(try test.store.standing(of: a, at: time(50_001))?.held.count == 4)
  }

  @Test func `have tokens that grow with every change of holder, and stay while they are renewed`() throws {
    var (a, b) = (try worker("a", lanes: .one), try worker("b", lanes: .one))
    let first = try #require(try test.store.keep(&a, givingUp: [], at: time(0)).held[0])
    #expect(try test.store.keep(&a, givingUp: [], at: time(9_000)).held[0] == first)
    let second = try #require(try other.keep(&b, givingUp: [], at: time(30_000)).held[0])
    try other.leave(b)
    let third = try #require(try test.store.keep(&a, givingUp: [], at: time(30_001)).held[0])
    #expect(first < second && second < third)
  }

  @Test func `refuse a writer with an old token, and nothing of it is written`() throws {
    var (a, b) = (try worker("a"), try worker("b"))
    let held = try test.store.keep(&a, givingUp: [], at: time(0)).held
    let fence = LaneFence(lanes: 4, tokens: held)
    try test.store.write(test.cluster, under: fence) { try $0.increment("tried") }
    _ = try other.keep(&b, givingUp: [], at: time(20_000))
    // The process wakes: by its own clock nothing has happened.
    #expect(throws: LeaseLost(lanes: [0, 1, 2, 3])) {
      try test.store.write(test.cluster, under: fence) { try $0.increment("tried") }
    }
    #expect(try test.read { try $0.counters()["tried"] } == 1)
    let standing = try test.store.keep(&a, givingUp: [], at: time(20_001))
    #expect(standing.held.isEmpty && standing.others.map(\.text) == ["b"])
  }

  @Test func `of one lane do not hold up the commit of another`() throws {
    var (a, b) = (try worker("a"), try worker("b"))
    let held = try test.store.keep(&a, givingUp: [], at: time(0)).held
    _ = try other.keep(&b, givingUp: [], at: time(0))
    _ = try test.store.keep(&a, givingUp: [2, 3], at: time(1))
    _ = try other.keep(&b, givingUp: [], at: time(2))
    let (kept, lost) = (held.filter { $0.key < 2 }, held.filter { $0.key >= 2 })
    try test.store.write(test.cluster, under: LaneFence(lanes: 4, tokens: kept)) { _ in }
    #expect(throws: LeaseLost(lanes: [2, 3])) {
      try test.store.write(test.cluster, under: LaneFence(lanes: 4, tokens: lost)) { _ in }
    }
  }

  @Test func `wait for the workers of another number of lanes, whose sessions are then to be ended`() throws {
    var (a, b) = (try worker("a", lanes: .two), try worker("b", lanes: .four))
    #expect(try test.store.keep(&a, givingUp: [], at: time(0)).held.count == 2)
    // Before there were lanes a node had the session 0 of 1.
    #expect(try test.store.oldSessions(otherThan: 2) == [LaneSession(lanes: 1, lane: 0)])
    try test.store.forget(LaneSession(lanes: 1, lane: 0))
    let waiting = try other.keep(&b, givingUp: [], at: time(1))
    #expect(waiting.held.isEmpty && waiting.lanesInForce == 2)
    #expect(try other.oldSessions(otherThan: 4) == [], "they are held")
    try test.store.leave(a)
    #expect(try other.keep(&b, givingUp: [], at: time(2)).held.count == 4)
    let old = [LaneSession(lanes: 2, lane: 0), LaneSession(lanes: 2, lane: 1)]
    #expect(try other.oldSessions(otherThan: 4) == old)
    for session in old { try other.forget(session) }
    #expect(try other.oldSessions(otherThan: 4) == [])
  }

  @Test func `are given up by a worker that asks for another number than the first one's`() throws {
    var (a, b, c) = (try worker("a"), try worker("b", lanes: .eight), try worker("c"))
    _ = try test.store.keep(&a, givingUp: [], at: time(0))
    _ = try other.keep(&b, givingUp: [], at: time(1))
    _ = try other.keep(&c, givingUp: [], at: time(2))
    _ = try test.store.keep(&a, givingUp: [2, 3], at: time(3))
    _ = try other.keep(&c, givingUp: [], at: time(4))
    try test.store.leave(a)
    #expect(try other.standing(of: c, at: time(5))?.share.surplus == [2, 3])
    #expect(try other.keep(&b, givingUp: [], at: time(6)).held.count == 8)
  }

  @Test func `are bound to a name that one process has at a time`() throws {
    let name = try #require(WorkerName("main"))
    guard case .taken(let lock) = try test.store.takeName(name) else {
      Issue.record("the name is free")
      return
    }
    guard case .refused(let processID) = try other.takeName(name) else {
      Issue.record("the name is in use")
      return
    }
    #expect(processID != nil)
    withExtendedLifetime(lock) {}
    var (dead, live) = (try worker("main"), try worker("main"))
    _ = try test.store.keep(&dead, givingUp: [], at: time(0))
    try other.buryWorker(name)
    #expect(try other.keep(&live, givingUp: [], at: time(1)).held.count == 4)
    #expect(try test.store.standing(of: dead, at: time(2)) == nil)
  }
}

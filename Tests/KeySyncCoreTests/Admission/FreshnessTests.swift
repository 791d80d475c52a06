import KeySyncCore
import KeySyncCrypto
import Testing

/// Time and memory: a message is fresh, and it is processed once (PROTOCOL section 6, checks 5 and 6).
struct FreshnessTests {
  private let sender: Sender
  private let line: InboundLine

  init() throws {
    let cast = try Cast()
    let cluster = try #require(ClusterName("prod"))
    sender = try Sender("alice", in: cast, cluster: cluster)
    line = try InboundLine(of: "bob", in: cast, cluster: cluster)
  }

  @Test(arguments: [0, 1, 299_999, 300_000])
  func `a message within five minutes either way is fresh`(distance: Int64) throws {
    for distance in [distance, -distance] { try receive(Sender.now.advanced(byMilliseconds: distance), at: Sender.now) }
  }

  @Test(arguments: [300_001, 600_000, Int64.max])
  func `a message beyond five minutes is stale or from the future`(distance: Int64) throws {
    let (past, future) = (-distance, distance)
    #expect(throws: Refusal.stale) { try receive(Sender.now.advanced(byMilliseconds: past), at: Sender.now) }
    #expect(throws: Refusal.fromFuture) { try receive(Sender.now.advanced(byMilliseconds: future), at: Sender.now) }
  }

  @Test func `a clock near the epoch saturates`() throws {
    let (epoch, soon) = (WallTime(milliseconds: 0), WallTime(milliseconds: 299_999))
    try receive(epoch, at: epoch)
    try receive(epoch, at: soon)
    try receive(soon, at: epoch)
    #expect(throws: Refusal.stale) { try receive(epoch, at: WallTime(milliseconds: 300_001)) }
    #expect(throws: Refusal.fromFuture) { try receive(WallTime(milliseconds: 300_001), at: epoch) }
  }

  @Test func `a clock near the end of time saturates`() throws {
    let end = WallTime(milliseconds: .max)
    try receive(end, at: end)
    try receive(end, at: end.advanced(byMilliseconds: -300_000))
    try receive(end.advanced(byMilliseconds: -300_000), at: end)
    #expect(throws: Refusal.stale) { try receive(end.advanced(byMilliseconds: -300_001), at: end) }
    #expect(throws: Refusal.fromFuture) { try receive(end, at: end.advanced(byMilliseconds: -300_001)) }
  }

  @Test func `a message that is remembered is a duplicate`() throws {
    let memory = ReplayMemory(remembersMessage: true, floor: nil)
    #expect(throws: Refusal.duplicate) { try receive(Sender.now, at: Sender.now, memory) }
  }

  @Test func `a message no newer than the newest that expired is stale`() throws {
    let memory = ReplayMemory(remembersMessage: false, floor: Sender.now)
    #expect(throws: Refusal.stale) { try receive(Sender.now.advanced(byMilliseconds: -1), at: Sender.now, memory) }
    #expect(throws: Refusal.stale) { try receive(Sender.now, at: Sender.now, memory) }
    try receive(Sender.now.advanced(byMilliseconds: 1), at: Sender.now, memory)
  }

  @Test func `a remembered message is a duplicate even below the floor`() throws {
    let memory = ReplayMemory(remembersMessage: true, floor: Sender.now)
    #expect(throws: Refusal.duplicate) { try receive(Sender.now, at: Sender.now, memory) }
  }

  @Test func `a record of any age is good, and one of five minutes ahead at most`() throws {
    let admission = line.admission
    let change = try sender.change()
    let record = try Record(change.record, cluster: admission.cluster, by: admission.cryptography)
    for distance in [Int64.max, 1, 0, -299_999, -300_000] {
      #expect(try admission.verified(record, at: Sender.now.advanced(byMilliseconds: distance)).id == record.id)
    }
    for distance in [-300_001, -Int64.max] {
      #expect(throws: Refusal.fromFuture) {
        try admission.verified(record, at: Sender.now.advanced(byMilliseconds: distance))
      }
    }
  }

  private func receive(
    _ timestamp: WallTime,
    at now: WallTime,
    _ memory: ReplayMemory = ReplayMemory(remembersMessage: false, floor: nil)
  ) throws {
    let receipt = SyncObject.receipt(Receipt(entries: []))
    let opened = try line.opened(
      sender.signed(receipt, try sender.header(at: timestamp, to: line.admission.node)),
      topic: line.topics.inbox(of: line.admission.node, from: sender.identity.nodeID),
      at: now,
      memory: memory
    )
    #expect(opened?.header.timestamp == timestamp)
  }
}

import KeySyncFuzzing
import Testing

@testable import KeySyncCore

/// What is fetched of a peer, and what is sent to it.
struct TransferQueueTests {
  private let ids: [RecordID]
  private var now = WallTime(milliseconds: 1_000_000)
  private var generator = SeededGenerator(seed: 3)

  init() {
    var random = RandomItems(seed: 3)
    ids = random.next(2000).map(\.id)
  }

  @Test mutating func `one fetch is out, of 256 at most`() throws {
    var queue = FetchQueue()
    queue.want(ids)
    queue.want(ids)
    let fetch = queue.next(at: now, using: &generator)
    let (message, asked) = try #require(fetch)
    #expect(asked.count == 256 && asked == asked.sorted())
    let isHeldUp = isWaiting(&queue)
    #expect(isHeldUp)
    for id in asked { queue.take(RecordOutcome(id, .applied), at: now) }
    let isStillHeldUp = isWaiting(&queue)
    #expect(isStillHeldUp)
    queue.close(Receipt.Entry(messageID: message, outcome: .applied, changes: asked.map { _ in .applied }), at: now)
    #expect(queue.settled == 256 && queue.count == 1744)
    let further = queue.next(at: now, using: &generator)
    #expect(further?.1.count == 256)
  }

  private mutating func isWaiting(_ queue: inout FetchQueue) -> Bool { queue.next(at: now, using: &generator) == nil }

  @Test mutating func `what is not held is settled, what is busy is asked again`() throws {
    var queue = FetchQueue()
    queue.want(ids.prefix(3))
    let fetch = queue.next(at: now, using: &generator)
    let (message, asked) = try #require(fetch)
    queue.take(RecordOutcome(asked[0], .applied), at: now)
    let outcomes: [Outcome] = [.applied, .notHeld, Outcome(.busy)]
    queue.close(Receipt.Entry(messageID: message, outcome: .applied, changes: outcomes), at: now)
    #expect(queue.settled == 2 && queue.givenUp.isEmpty)
    let again = queue.next(at: now, using: &generator)
    #expect(again?.1 == [asked[2]])
  }

  @Test mutating func `fewer are asked for at once where what comes waits for its ancestors`() throws {
    var queue = FetchQueue()
    queue.want(ids)
    var asked: [Int] = []
    for outcome in [Outcome(.waiting), Outcome(.waiting)] + [Outcome](repeating: .applied, count: 18) {
      let next = queue.next(at: now, using: &generator)
      let fetch = try #require(next)
      asked.append(fetch.1.count)
      for id in fetch.1 { queue.take(RecordOutcome(id, outcome), at: now) }
      queue.close(Receipt.Entry(messageID: fetch.0, outcome: .applied, changes: fetch.1.map { _ in .applied }), at: now)
      if outcome == Outcome(.waiting) {
        #expect(isWaiting(&queue))
        now = now.advanced(byMilliseconds: 500)
      }
    }
    // More is tried only after many answers that were complete.
    #expect(asked == [256, 128] + [Int](repeating: 64, count: 16) + [128, 128])
  }

  @Test mutating func `a peer that is silent four times is given up`() {
    var queue = FetchQueue()
    queue.want(ids.prefix(300))
    var fetches = 0
    for _ in 0..<400 {
      if queue.next(at: now, using: &generator) != nil { fetches += 1 }
      now = now.advanced(byMilliseconds: 1000)
      queue.expire(at: now)
    }
    #expect(fetches == 4)
    #expect(queue.isEmpty && queue.givenUp.count == 300)
  }

  @Test mutating func `four messages go ahead of receipts`() throws {
    var queue = PushQueue()
    queue.offer(ids)
    var messages: [(MessageID, [RecordID])] = []
    while case let batch = queue.next(at: now), !batch.isEmpty {
      let message = MessageID(random: (generator.next(), generator.next()))
      queue.note(message, carrying: batch, gone: [], at: now)
      messages.append((message, batch))
    }
    #expect(messages.count == 4 && queue.count == 2000)
    let (message, batch) = messages[0]
    var outcomes = batch.map { _ in Outcome.applied }
    outcomes[1] = Outcome(.notAuthorised)
    outcomes[2] = Outcome(.keyMismatch)
    outcomes[3] = Outcome(.busy)
    let refused = queue.close(Receipt.Entry(messageID: message, outcome: .applied, changes: outcomes), at: now)
    #expect(refused == [RecordOutcome(batch[1], Outcome(.notAuthorised))])
    #expect(queue.settled == 255)
    now = now.advanced(byMilliseconds: 5000)
    #expect(queue.next(at: now).count == 256)
  }

  @Test mutating func `a message that is never answered is sent four times`() {
    var queue = PushQueue()
    queue.offer(ids.prefix(10))
    var sent = 0
    for _ in 0..<300 {
      let batch = queue.next(at: now)
      if !batch.isEmpty {
        queue.note(MessageID(random: (generator.next(), generator.next())), carrying: batch, gone: [], at: now)
        sent += 1
      }
      now = now.advanced(byMilliseconds: 1000)
      queue.expire(at: now)
    }
    #expect(sent == 4 && queue.isEmpty && queue.givenUp == 10)
  }

  @Test func `an id that is taken out and put in again stands at the end`() {
    var queue = IDQueue()
    for id in ids.prefix(4) { queue.append(id) }
    queue.remove(ids[1])
    queue.append(ids[1])
    let isNew = queue.append(ids[2])
    #expect(!isNew)
    let (first, rest) = (queue.takeFirst(2), queue.takeFirst(9))
    #expect(first == [ids[0], ids[2]])
    #expect(rest == [ids[3], ids[1]])
    #expect(queue.isEmpty)
  }

  @Test func `the oldest memories go first`() {
    var memory = BoundedMemory<Int, Int>(capacity: 3)
    for number in 0..<10 { memory.remember(number, for: number) }
    #expect((0..<10).map { memory[$0] } == [nil, nil, nil, nil, nil, nil, nil, 7, 8, 9])
  }
}

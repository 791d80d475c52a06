import KeySyncCore
import KeySyncStore
import Testing

@testable import KeySyncSimulation

/// The contract of `DecidingStore`, kept by the production store and by the plain one in memory.
@Suite struct StoreContractTests {
  @Test(arguments: StoreKind.allCases) func `a record waits for its parents and enters with them`(_ kind: StoreKind)
    throws
  {
    var ledger = try Ledger(kind)
    let history = try GeneratedHistory(seed: 1)
    let (first, second) = (try history.create(), try history.update(after: history.create()))
    #expect(try ledger.merge([second]) == [Outcome(.waiting)])
    #expect(try ledger.merge([first]) == [.superseded])
    #expect(try ledger.merge([second]) == [.unchanged])
    #expect(try ledger.contents(of: history).heads[history.key] == [second.id])
  }

  @Test(arguments: StoreKind.allCases) func `a void record that nothing names is not kept`(_ kind: StoreKind) throws {
    var ledger = try Ledger(kind)
    let history = try GeneratedHistory(seed: 1)
    let first = try history.create()
    let void = try history.update(after: first, version: 9)
    #expect(try ledger.merge([first, void]) == [.applied, Outcome(.badRecord)])
    #expect(try ledger.contents(of: history).standings == [first.id: .entered])
    let child = try history.update(after: void)
    #expect(try ledger.merge([void, child]) == [Outcome(.badRecord), .applied])
    #expect(try ledger.contents(of: history).standings[void.id] == .void(.badRecord))
  }

  @Test(arguments: StoreKind.allCases) func `trust that is taken away takes the head with it`(_ kind: StoreKind) throws
  {
    var ledger = try Ledger(kind)
    let history = try GeneratedHistory(seed: 1)
    let first = try history.create()
    let second = try history.update(after: first, by: 1)
    _ = try ledger.merge([first, second])
    ledger.rules.trust = history.trust(without: 1)
    try ledger.store.recompute([history.key], under: ledger.rules, at: ledger.now)
    let contents = try ledger.contents(of: history)
    #expect(contents.heads[history.key] == [first.id])
    #expect(contents.standings[second.id] == .void(.notAuthorised))
    #expect(try ledger.merge([second]) == [Outcome(.untrustedCreator)])
  }

  @Test(arguments: StoreKind.allCases) func `a message is remembered for ten minutes and leaves a floor`(
    _ kind: StoreKind
  ) throws {
    var ledger = try Ledger(kind)
    let sender = try GeneratedHistory(seed: 1).creators[0]
    let message = MessageID(random: (1, 2))
    func remember() throws -> Refusal? {
      try ledger.store.remember(message, from: sender, timestamp: ledger.now, at: ledger.now)
    }
    #expect(try remember() == nil)
    #expect(try remember() == .duplicate)
    let end = ledger.now.advanced(byMilliseconds: Limits.replayMemory)
    try ledger.store.forgetSeenMessages(at: end)
    #expect(
      try ledger.store.replayMemory(of: message, from: sender) == ReplayMemory(remembersMessage: true, floor: nil)
    )
    try ledger.store.forgetSeenMessages(at: end.advanced(byMilliseconds: 1))
    let memory = try ledger.store.replayMemory(of: message, from: sender)
    #expect(memory == ReplayMemory(remembersMessage: false, floor: ledger.now))
  }

  @Test(arguments: StoreKind.allCases) func `replaced data is erased after the undo window`(_ kind: StoreKind) throws {
    var ledger = try Ledger(kind)
    let history = try GeneratedHistory(seed: 1)
    let first = try history.create()
    _ = try ledger.merge([first, try history.update(after: first)])
    let due = ledger.now.advanced(byMilliseconds: ledger.rules.undoWindow)
    try ledger.store.eraseData(at: due.advanced(byMilliseconds: -1))
    #expect(try ledger.contents(of: history).data[history.key]?.count == 2)
    try ledger.store.eraseData(at: due)
    #expect(try ledger.contents(of: history).data[history.key]?.count == 1)
  }

  @Test(arguments: UInt64(1)...40) func `both stores decide alike on generated histories`(seed: UInt64) throws {
    var history = try GeneratedHistory(seed: seed)
    var (memory, sqlite) = (try Ledger(.memory), try Ledger(.sqlite))
    for batch in try history.batches() {
      #expect(try memory.take(batch) == sqlite.take(batch))
      #expect(try memory.contents(of: history).differences(from: sqlite.contents(of: history)) == [])
    }
  }
}

import KeySyncCore
import KeySyncStore
import Testing

/// Figures that are added up as things happen.
struct CounterTests {
  private let keystore: Keystore
  private let alice: Creator
  private let bob: Creator

  init() throws {
    keystore = try Keystore()
    (alice, bob) = (try .alice(), try .bob())
  }

  @Test func `a counter adds up, through a restart, for its cluster alone`() throws {
    try keystore.write { try $0.increment("received", by: 2) }
    try keystore.reopen()
    try keystore.write { try $0.increment("received") }
    #expect(try counters() == ["received": 3])
    try keystore.enter("elsewhere")
    #expect(try counters().isEmpty)
  }

  @Test func `a conflict is counted once when it comes and once when it goes`() throws {
    let a = try alice.create("k")
    let (b, c) = (try alice.update(a, data: "2"), try bob.update(a, data: "3"))
    try keystore.merge(a)
    try keystore.merge(b)
    #expect(try counters().isEmpty)
    try keystore.merge(c)
    try keystore.merge(b, c)
    try keystore.merge(try bob.update(a, data: "4"))
    #expect(try counters() == ["conflicts_detected": 1])
    let heads = try keystore.read { try $0.heads(of: a.fields.keyID) }
    try keystore.merge(try alice.update(heads[0], heads[1], heads[2], data: "5"))
    #expect(try counters() == ["conflicts_detected": 1, "conflicts_resolved": 1])
  }

  @Test func `a conflict that the policy decides counts as detected and resolved`() throws {
    keystore.rules.policy = Policy(otherwise: .lastWriter)
    let a = try alice.create("k")
    let (b, c) = (try alice.update(a, data: "2"), try bob.update(a, data: "3"))
    try keystore.merge(a)
    try keystore.merge(b, c)
    try keystore.merge(try alice.update(b, c, data: "4"))
    #expect(try counters() == ["conflicts_detected": 1, "conflicts_resolved": 1])
  }

  @Test func `the figures count keys and waiting records`() throws {
    let a = try alice.create("a")
    let (b, c) = (try alice.update(a, data: "2"), try bob.update(a, data: "3"))
    let waiting = try bob.update(try alice.create("b"), data: "2")
    try keystore.merge([a, b, c, waiting, try alice.create("c")], from: bob.node)
    let figures = try keystore.read { try $0.figures() }
    #expect(figures.keys == 2)
    #expect(figures.waiting == 1)
    #expect(figures.queued == 0)
    #expect(figures.oldestQueued == nil)
  }

  private func counters() throws -> [String: Int] { try keystore.read { try $0.counters() } }
}

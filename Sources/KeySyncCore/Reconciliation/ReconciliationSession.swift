/// A session that this node has begun with a peer and that is not over (PROTOCOL section 8). What was said last is kept, so that
/// it can be said again where it or its answer was lost: the responder keeps no state.
struct ReconciliationSession: Sendable {
  let id: [UInt8]
  private(set) var said: Reconcile
  private(set) var deadline: WallTime
  private var tries = 1

  /// How long an answer may take, in milliseconds.
  static let patience: Int64 = 10_000
  /// How often one round is said.
  private static let triesOfRound = 3

  init(id: [UInt8], first message: [UInt8], at now: WallTime) {
    self.id = id
    said = Reconcile(session: id, round: 0, negentropy: message)
    deadline = now.advanced(byMilliseconds: Self.patience)
  }

  /// Whether a message answers what was said last.
  func isAnswered(by answer: Reconcile) -> Bool { answer.session == id && answer.round == said.round + 1 }

  /// The next round; nil where there are no more of them.
  mutating func go(on message: [UInt8], at now: WallTime) -> Reconcile? {
    guard said.round + 2 <= Limits.round else { return nil }
    said = Reconcile(session: id, round: said.round + 2, negentropy: message)
    tries = 1
    deadline = now.advanced(byMilliseconds: Self.patience)
    return said
  }

  /// The same once more, where its time has passed; nil where it was said often enough.
  mutating func repeated(at now: WallTime) -> Reconcile? {
    guard tries < Self.triesOfRound else { return nil }
    tries += 1
    deadline = now.advanced(byMilliseconds: Self.patience)
    return said
  }
}

/// The records that this node has and one peer lacks. They go to its inbox, at most four messages, and so 1 MiB, ahead of its
/// receipts (PROTOCOL section 8).
struct PushQueue: Sendable {
  private var waiting = IDQueue()
  private var out: [MessageID: Pushing] = [:]
  private var tries: [RecordID: Int] = [:]
  private var notBefore = WallTime(milliseconds: 0)
  /// Records that the peer holds or has refused for good, since counting began.
  private(set) var settled = 0
  /// Those that went to it in answer to fetches of its own, which it does not confirm.
  private(set) var assumed = 0
  /// Those that it never answered for.
  private(set) var givenUp = 0

  /// A message that is not answered yet.
  private struct Pushing: Sendable {
    let ids: [RecordID]
    let deadline: WallTime
  }

  /// Messages ahead of receipts: each has at most 256 KiB.
  static let window = 4
  private static let triesOfRecord = 4

  var isEmpty: Bool { waiting.isEmpty && out.isEmpty }
  /// Records that the peer has not answered for.
  var count: Int { waiting.count + out.values.reduce(0) { $0 + $1.ids.count } }

  /// Counts from here on: a new run begins.
  mutating func beginCounting() { (settled, assumed, givenUp, tries) = (0, 0, 0, [:]) }

  mutating func offer(_ ids: some Sequence<RecordID>) {
    let sent = Set(out.values.flatMap(\.ids))
    for id in ids where !sent.contains(id) { waiting.append(id) }
  }

  /// The peer has asked for these by itself and got them: while it goes on asking, nothing is sent that it would get twice.
  mutating func yield(_ ids: [RecordID], at now: WallTime) {
    for id in ids where waiting.remove(id) { assumed += 1 }
    notBefore = max(notBefore, now.advanced(byMilliseconds: FetchQueue.pause))
  }

  /// What may go into the next message: it stays here until it is noted as sent.
  func next(at now: WallTime) -> [RecordID] {
    out.count < Self.window && now.hasReached(notBefore) ? waiting.prefix(Limits.changesPerMessage) : []
  }

  /// A message is on its way with these records; `gone` are not held any more.
  mutating func note(_ message: MessageID, carrying ids: [RecordID], gone: [RecordID], at now: WallTime) {
    for id in ids + gone { waiting.remove(id) }
    settled += gone.count
    guard !ids.isEmpty else { return }
    out[message] = Pushing(ids: ids, deadline: now.advanced(byMilliseconds: FetchQueue.patience))
  }

  /// The peer has answered a message.
  ///
  /// - Returns: the records that it refuses for good.
  mutating func close(_ entry: Receipt.Entry, at now: WallTime) -> [RecordOutcome] {
    guard let push = out.removeValue(forKey: entry.messageID) else { return [] }
    let isProcessed = entry.outcome == .applied && entry.changes.count == push.ids.count
    var refused: [RecordOutcome] = []
    for (place, id) in push.ids.enumerated() {
      let outcome = isProcessed ? entry.changes[place] : entry.outcome
      if outcome.isPassing || (!isProcessed && entry.outcome == .applied) {
        notBefore = now.advanced(byMilliseconds: FetchQueue.pause)
        putBack(id)
      } else {
        settled += 1
        if !outcome.isHeld { refused.append(RecordOutcome(id, outcome)) }
      }
    }
    return refused
  }

  /// Gives up waiting for answers whose time has passed.
  mutating func expire(at now: WallTime) {
    let late = out.filter { now.hasReached($0.value.deadline) }.sorted { $0.key < $1.key }
    for (message, push) in late {
      out[message] = nil
      for id in push.ids { putBack(id) }
    }
    if !late.isEmpty { notBefore = now.advanced(byMilliseconds: FetchQueue.pause) }
  }

  private mutating func putBack(_ id: RecordID) {
    tries[id, default: 0] += 1
    if tries[id, default: 0] < Self.triesOfRecord { waiting.append(id) } else { givenUp += 1 }
  }
}

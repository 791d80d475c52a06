/// The records that one peer has and this node lacks. They are asked for in fetches of up to 256, one after another (PROTOCOL
/// section 8).
struct FetchQueue: Sendable {
  private var waiting = IDQueue()
  private var out: Fetching?
  private var tries: [RecordID: Int] = [:]
  /// How many are asked for at once: fewer where what came waits for its ancestors, so that these fit into the answer too.
  private var share = Limits.idsPerFetch
  /// Fetches in a row whose answers held all ancestors.
  private var completeAnswers = 0
  private var notBefore = WallTime(milliseconds: 0)
  /// Fetches in a row that brought nothing.
  private var silences = 0
  /// Records that arrived, were refused for good, or are not to be had, since counting began.
  private(set) var settled = 0
  /// Those that were asked for too often in vain.
  private(set) var givenUp: [RecordID] = []

  /// A fetch that is not answered yet.
  private struct Fetching: Sendable {
    let id: MessageID
    let ids: [RecordID]
    var missing: Set<RecordID>
    var deadline: WallTime
    /// How much of it waits for its ancestors, or has no room to wait.
    var lackingAncestors = 0

    /// A few are helped by a fetch of their own.
    var isLackingAncestors: Bool { lackingAncestors > ids.count / 8 }
  }

  private static let leastShare = 16
  /// Complete answers after which more is asked for at once.
  private static let answersToTrust = 16

  /// How long a peer may be silent over a fetch, in milliseconds.
  static let patience: Int64 = 30_000
  /// The pause after an answer that waits for its ancestors, which are being asked for: more of that kind would have no room.
  private static let pauseForAncestors: Int64 = 500
  /// The pause after a peer that was busy or silent; it doubles with every silence.
  static let pause: Int64 = 5_000
  /// How often one record is asked for before it is left for an hour.
  static let triesOfRecord = 4
  /// Fetches in a row that a peer may leave unanswered.
  static let silencesBorne = 4

  var isEmpty: Bool { waiting.isEmpty && out == nil }
  /// Records that are still to come.
  var count: Int { waiting.count + (out?.missing.count ?? 0) }

  /// Counts from here on: a new run begins.
  mutating func beginCounting() { (settled, givenUp, tries, silences) = (0, [], [:], 0) }

  mutating func want(_ ids: some Sequence<RecordID>) {
    for id in ids where out?.missing.contains(id) != true { waiting.append(id) }
  }

  /// The next fetch, where none is out and it is time.
  mutating func next(at now: WallTime, using generator: inout some RandomNumberGenerator) -> (MessageID, [RecordID])? {
    guard out == nil, !waiting.isEmpty, now.hasReached(notBefore) else { return nil }
    let id = MessageID(random: (generator.next(), generator.next()))
    let ids = waiting.takeFirst(share).sorted()
    out = Fetching(id: id, ids: ids, missing: Set(ids), deadline: now.advanced(byMilliseconds: Self.patience))
    return (id, ids)
  }

  /// A record came, from whomever.
  mutating func take(_ record: RecordOutcome, at now: WallTime) {
    let wasOut = out?.missing.contains(record.id) ?? false
    guard wasOut || waiting.contains(record.id) else { return }
    silences = 0
    if wasOut {
      out?.deadline = now.advanced(byMilliseconds: Self.patience)
      if [Outcome(.waiting), Outcome(.busy)].contains(record.outcome) { out?.lackingAncestors += 1 }
    }
    if record.outcome.isPassing {
      notBefore = now.advanced(byMilliseconds: Self.pause)
      return
    }
    out?.missing.remove(record.id)
    waiting.remove(record.id)
    settled += 1
  }

  /// The peer has answered a fetch to its end.
  mutating func close(_ entry: Receipt.Entry, at now: WallTime) {
    guard let fetch = out, fetch.id == entry.messageID else { return }
    out = nil
    silences = 0
    adaptShare(to: fetch, at: now)
    guard entry.outcome == .applied, entry.changes.count == fetch.ids.count else {
      notBefore = now.advanced(byMilliseconds: Self.pause)
      return putBack(fetch.missing)
    }
    let answers = Array(zip(fetch.ids, entry.changes))
    let hasProgress = answers.contains { $1 == .applied }
    for (id, outcome) in answers where fetch.missing.contains(id) {
      switch outcome {
      case .notHeld: settled += 1
      case Outcome(.busy) where hasProgress: waiting.append(id)
      default: putBack([id])
      }
    }
    if !hasProgress { notBefore = now.advanced(byMilliseconds: Self.pause) }
  }

  private mutating func adaptShare(to fetch: Fetching, at now: WallTime) {
    completeAnswers = fetch.isLackingAncestors ? 0 : completeAnswers + 1
    if fetch.isLackingAncestors {
      share = max(Self.leastShare, share / 2)
      notBefore = max(notBefore, now.advanced(byMilliseconds: Self.pauseForAncestors))
    } else if completeAnswers.isMultiple(of: Self.answersToTrust) {
      share = min(Limits.idsPerFetch, share * 2)
    }
  }

  /// Gives up waiting for an answer whose time has passed.
  mutating func expire(at now: WallTime) {
    guard let fetch = out, now.hasReached(fetch.deadline) else { return }
    out = nil
    silences += 1
    notBefore = now.advanced(byMilliseconds: Self.pause << Int64(silences))
    putBack(fetch.missing)
    guard silences >= Self.silencesBorne else { return }
    givenUp += waiting.takeFirst(.max)
  }

  private mutating func putBack(_ ids: some Sequence<RecordID>) {
    for id in ids.sorted() {
      tries[id, default: 0] += 1
      if tries[id, default: 0] < Self.triesOfRecord { waiting.append(id) } else { givenUp.append(id) }
    }
  }
}

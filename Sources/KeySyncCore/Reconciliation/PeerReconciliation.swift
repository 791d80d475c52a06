/// How far this node has come with one peer.
struct PeerReconciliation: Sendable {
  /// The heads that the peer announced last, and when that came.
  private(set) var announced: [UInt8]?
  private(set) var announcedAt = WallTime(milliseconds: 0)
  /// Announcements in a row that differed from the heads here.
  private(set) var differences = 0
  /// The fingerprints, here and there, that nothing more could be done about.
  private var settledPair: Fingerprints?
  /// Runs in a row that got nowhere.
  private var failures = 0
  private var notBefore = WallTime(milliseconds: 0)

  var session: ReconciliationSession?
  var fetching = FetchQueue()
  var pushing = PushQueue()
  /// What the peer refused for good of what this node has.
  var refusedThere = BoundedMemory<RecordID, Outcome>(capacity: Limits.refusedRecords)
  /// The run that goes on, or the last one.
  var run: ReconciliationRun?
  /// What somebody asked for and has not begun.
  var demand: Demand?

  /// What somebody asked for. It is met when a comparison finds nothing any more, or cannot go on.
  struct Demand: Sendable, Equatable {
    var isFull: Bool
    var runs = 0
  }

  struct Fingerprints: Sendable, Equatable {
    let here, there: [UInt8]
  }

  /// How long the last announcement of a peer holds, in milliseconds: two of the longest intervals.
  private static let presence: Int64 = 240_000
  private static let firstPause: Int64 = 30_000
  private static let longestPause: Int64 = 3_600_000
  /// A set of ten million heads takes some 160 sessions of 2 MiB.
  private static let runsOfDemand = 200

  /// Whether a session, or the transfers after it, go on.
  var isOpen: Bool { run?.isOver == false }

  func isPresent(at now: WallTime) -> Bool {
    announced != nil && !now.hasReached(announcedAt.advanced(byMilliseconds: Self.presence))
  }

  /// Whether a session is to begin by itself: after as many differing announcements as are given.
  func isWorthwhile(after needed: Int, own: [UInt8], at now: WallTime) -> Bool {
    guard let announced, announced != own, differences >= needed, !isOpen, now.hasReached(notBefore) else {
      return false
    }
    return settledPair != Fingerprints(here: own, there: announced)
  }

  mutating func hear(_ fingerprint: [UInt8], own: [UInt8], at now: WallTime) {
    if fingerprint != announced { (failures, notBefore) = (0, WallTime(milliseconds: 0)) }
    announced = fingerprint
    announcedAt = now
    differences = fingerprint == own ? 0 : differences + 1
  }

  mutating func begin(_ run: ReconciliationRun, _ session: ReconciliationSession) {
    self.run = run
    self.session = session
    differences = 0
    demand?.runs += 1
    fetching.beginCounting()
    pushing.beginCounting()
  }

  /// How a run ends whose session and transfers are over.
  var endOfTransfers: ReconciliationRun.End {
    guard run?.isCompared == true else { return .incomplete }
    return fetching.givenUp.isEmpty && pushing.givenUp == 0 ? .settled : .unsettled
  }

  /// Ends the run: a pair of fingerprints with nothing left to be done is not compared again, and one that stays as it is is
  /// compared again ever more rarely. What was demanded, or could not be finished in one session, goes on at once.
  mutating func end(_ end: ReconciliationRun.End, own: [UInt8], at now: WallTime) {
    let hasProgress = fetching.settled + pushing.settled + pushing.assumed > 0
    run?.end(end, leavingHere: fetching.givenUp.count, there: pushing.givenUp, isConfirmed: pushing.assumed == 0)
    session = nil
    if end == .settled {
      failures = 0
      settledPair = pushing.assumed > 0 ? nil : announced.map { Fingerprints(here: own, there: $0) }
    } else {
      let pause = min(Self.firstPause << Int64(min(failures, 8)), Self.longestPause)
      notBefore = now.advanced(byMilliseconds: pause)
      failures += 1
    }
    switch end {
    case .yielded: break
    case .incomplete where hasProgress: demand = demand ?? Demand(isFull: false)
    case .settled where run?.foundNothing == false: break
    default: demand = nil
    }
    if let runs = demand?.runs, runs >= Self.runsOfDemand { demand = nil }
  }

  // MARK: Transfers

  var hasNoTransfers: Bool { fetching.isEmpty && pushing.isEmpty }

  /// These are there and not here.
  mutating func want(_ ids: [RecordID]) {
    let before = fetching.count
    fetching.want(ids)
    run?.lackedHere += fetching.count - before
  }

  /// These are here and not there. What the peer has refused is not sent again.
  mutating func offer(_ ids: [RecordID]) {
    let before = pushing.count
    for id in ids { if let outcome = refusedThere[id] { run?.refusedThere[id] = outcome } }
    pushing.offer(ids.filter { refusedThere[$0] == nil })
    run?.lackedThere += pushing.count - before
  }

  /// The peer has told what became of a message or fetch.
  mutating func close(_ entry: Receipt.Entry, at now: WallTime) {
    fetching.close(entry, at: now)
    for record in pushing.close(entry, at: now) {
      noteRefusal(record)
      run?.refusedThere[record.id] = record.outcome
    }
  }

  /// What the peer refuses for good is not sent to it again.
  mutating func noteRefusal(_ record: RecordOutcome) {
    guard !record.outcome.isHeld, !record.outcome.isPassing else { return }
    refusedThere.remember(record.outcome, for: record.id)
  }

  mutating func forgetRefusals() {
    refusedThere.forgetAll()
    settledPair = nil
    (failures, notBefore) = (0, WallTime(milliseconds: 0))
  }
}

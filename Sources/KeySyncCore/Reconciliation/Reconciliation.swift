/// When this node compares its heads with whom, and what follows (PROTOCOL section 8). It reads no clock and no store: the
/// index of all heads, the time and the randomness are handed in.
package struct Reconciliation: Sendable {
  let node: NodeID
  let cryptography: any Cryptography
  private let pauses: Pauses
  var peers: [NodeID: PeerReconciliation] = [:]
  /// Records refused here for good, with their word, and records that nobody gave, until when they are left alone.
  var refusedHere = BoundedMemory<RecordID, Outcome>(capacity: Limits.refusedRecords)
  var postponed = BoundedMemory<RecordID, WallTime>(capacity: Limits.refusedRecords)
  /// After a new connection one difference is enough.
  private var isFresh = false
  private var nextStart = WallTime(milliseconds: 0)
  private var nextFull: WallTime?

  /// Milliseconds between what a node does by itself.
  package struct Pauses: Sendable, Equatable {
    /// From one session to the next: the interval of announcements.
    package var start: Int64
    /// From one full comparison to the next.
    package var full: Int64

    package init(start: Int64 = 30_000, full: Int64 = 3_600_000) {
      self.start = start
      self.full = full
    }
  }

  /// Sessions of this node, with their transfers, at one time (PROTOCOL section 8).
  private static let open = 4
  /// How long a record is left alone that was asked for in vain.
  private static let postponement: Int64 = 3_600_000

  package init(of node: NodeID, by cryptography: any Cryptography, pauses: Pauses = Pauses()) {
    self.node = node
    self.cryptography = cryptography
    self.pauses = pauses
  }

  // MARK: What happens

  package mutating func handle(
    _ event: ReconciliationEvent,
    over index: NegentropyIndex,
    at now: WallTime
  ) -> [ReconciliationEffect] {
    switch event {
    case .connected: isFresh = true
    case .announced(let fingerprint, let peer):
      peers[peer, default: PeerReconciliation()].hear(fingerprint, own: self.fingerprint(of: index), at: now)
    case .said(let message, let peer):
      return message.round.isMultiple(of: 2)
        ? respond(to: message, of: peer, over: index, at: now) : go(on: message, with: peer, over: index, at: now)
    case .took(let outcomes): take(outcomes, at: now)
    case .confirmed(let entries, let peer): confirm(entries, by: peer, at: now)
    case .refused(let outcomes, let peer):
      for record in outcomes { peers[peer, default: PeerReconciliation()].noteRefusal(record) }
    case .served(let ids, let peer): peers[peer]?.pushing.yield(ids, at: now)
    case .demanded(let peer, let isFull):
      peers[peer, default: PeerReconciliation()].demand = PeerReconciliation.Demand(isFull: isFull)
    case .rulesChanged(let trusted):
      peers = peers.filter { trusted.contains($0.key) }
      for peer in peers.keys { peers[peer]?.forgetRefusals() }
      refusedHere.forgetAll()
      postponed.forgetAll()
    }
    return []
  }

  /// What is due by now: sessions that begin, are repeated or end, fetches and records to be sent.
  package mutating func due(
    over index: NegentropyIndex,
    at now: WallTime,
    using generator: inout some RandomNumberGenerator
  ) -> [ReconciliationEffect] {
    let own = fingerprint(of: index)
    var effects: [ReconciliationEffect] = []
    for peer in peers.keys.sorted() {
      if let repeated = expire(peer, own: own, at: now) { effects.append(.say(repeated, to: peer)) }
    }
    for (peer, isFull) in starts(own: own, at: now, using: &generator) {
      effects.append(begin(with: peer, isFull: isFull, over: index, at: now, using: &generator))
    }
    for peer in peers.keys.sorted() {
      if let (id, ids) = peers[peer]?.fetching.next(at: now, using: &generator) {
        effects.append(.fetch(id, ids, from: peer))
      }
      if let ids = peers[peer]?.pushing.next(at: now), !ids.isEmpty { effects.append(.push(ids, to: peer)) }
    }
    return effects
  }

  /// A message with some of the records that were to be pushed is on its way; `gone` are not held any more.
  package mutating func note(
    _ message: MessageID,
    carrying ids: [RecordID],
    gone: [RecordID],
    to peer: NodeID,
    at now: WallTime
  ) {
    peers[peer]?.pushing.note(message, carrying: ids, gone: gone, at: now)
  }

  /// Whether something is out, so that time alone brings it on.
  package var isBusy: Bool { peers.values.contains { $0.isOpen || $0.demand != nil } }

  /// The run with each peer that goes on, or was the last one.
  package var runs: [NodeID: ReconciliationRun] {
    peers.compactMapValues { peer in
      guard var run = peer.run else { return nil }
      guard !run.isOver else { return run }
      run.settledHere = max(0, run.lackedHere - peer.fetching.count)
      run.settledThere = max(0, run.lackedThere - peer.pushing.count)
      return run
    }
  }

  func fingerprint(of index: NegentropyIndex) -> [UInt8] { index.sum.fingerprint(by: cryptography) }

  // MARK: Beginning

  /// Whom to begin with: whoever was demanded; one at random for the full comparison; one at random whose announcements differ.
  private mutating func starts(
    own: [UInt8],
    at now: WallTime,
    using generator: inout some RandomNumberGenerator
  ) -> [(NodeID, isFull: Bool)] {
    var chosen: [(NodeID, isFull: Bool)] = []
    var room = Self.open - peers.values.count(where: \.isOpen)
    let idle = peers.keys.sorted().filter { peers[$0]?.isOpen == false }
    func choose(_ peer: NodeID, _ isFull: Bool) {
      guard room > 0, !chosen.contains(where: { $0.0 == peer }) else { return }
      chosen.append((peer, isFull))
      room -= 1
    }
    for peer in idle { if let demand = peers[peer]?.demand { choose(peer, demand.isFull) } }
    let present = idle.filter { peers[$0]?.isPresent(at: now) == true }
    if let due = nextFull, now.hasReached(due), let peer = present.randomElement(using: &generator) {
      choose(peer, true)
      nextFull = nil
    }
    if nextFull == nil { nextFull = now.advanced(byMilliseconds: pauses.full) }
    guard isFresh || now.hasReached(nextStart) else { return chosen }
    let needed = isFresh ? 1 : 2
    let differing = present.filter { peers[$0]?.isWorthwhile(after: needed, own: own, at: now) == true }
    if let peer = differing.randomElement(using: &generator) {
      choose(peer, false)
      isFresh = false
      nextStart = now.advanced(byMilliseconds: pauses.start)
    }
    return chosen
  }

  private mutating func begin(
    with peer: NodeID,
    isFull: Bool,
    over index: NegentropyIndex,
    at now: WallTime,
    using generator: inout some RandomNumberGenerator
  ) -> ReconciliationEffect {
    let negentropy = Negentropy(over: index, by: cryptography)
    let id = MessageID(random: (generator.next(), generator.next())).bytes
    let session = ReconciliationSession(
      id: id,
      first: isFull ? negentropy.initiate(using: &generator) : negentropy.initiate(),
      at: now
    )
    peers[peer, default: PeerReconciliation()].begin(ReconciliationRun(isFull: isFull, at: now), session)
    return .say(session.said, to: peer)
  }

  // MARK: Ending

  /// Lets what was out too long go.
  ///
  /// - Returns: what is to be said once more.
  private mutating func expire(_ peer: NodeID, own: [UInt8], at now: WallTime) -> Reconcile? {
    guard var state = peers[peer] else { return nil }
    defer { peers[peer] = state }
    state.fetching.expire(at: now)
    state.pushing.expire(at: now)
    guard state.isOpen else { return nil }
    if let session = state.session {
      guard now.hasReached(session.deadline) else { return nil }
      if let again = state.session?.repeated(at: now) { return again }
      state.session = nil
      if state.hasNoTransfers { state.end(.silent, own: own, at: now) }
      return nil
    }
    guard state.hasNoTransfers else { return nil }
    for id in state.fetching.givenUp {
      postponed.remember(now.advanced(byMilliseconds: Self.postponement), for: id)
    }
    state.end(state.endOfTransfers, own: own, at: now)
    return nil
  }
}

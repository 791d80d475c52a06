/// What is said in sessions and what comes of it.
extension Reconciliation {
  /// Answers a round of a peer's session, without keeping anything of it. Of two sessions between one pair that of the smaller
  /// public key lives.
  mutating func respond(
    to message: Reconcile,
    of peer: NodeID,
    over index: NegentropyIndex,
    at now: WallTime
  ) -> [ReconciliationEffect] {
    if var state = peers[peer], state.session != nil {
      guard peer < node else { return [] }
      state.session = nil
      if state.hasNoTransfers { state.end(.yielded, own: fingerprint(of: index), at: now) }
      peers[peer] = state
    }
    guard let answer = try? Negentropy(over: index, by: cryptography).respond(to: message.negentropy) else { return [] }
    return [.say(Reconcile(session: message.session, round: message.round + 1, negentropy: answer), to: peer)]
  }

  /// Takes the answer to what was said last in a session of this node; any other is dropped.
  mutating func go(
    on message: Reconcile,
    with peer: NodeID,
    over index: NegentropyIndex,
    at now: WallTime
  ) -> [ReconciliationEffect] {
    guard var state = peers[peer], let session = state.session, session.isAnswered(by: message) else { return [] }
    defer { peers[peer] = state }
    do {
      let step = try Negentropy(over: index, by: cryptography).reconcile(message.negentropy)
      want(step.need, from: &state, at: now)
      state.offer(step.have)
      guard let next = step.next else {
        state.run?.isCompared = true
        state.session = nil
        return []
      }
      guard let said = state.session?.go(on: next, at: now) else {
        state.session = nil
        return []
      }
      state.run?.rounds += 1
      return [.say(said, to: peer)]
    } catch {
      state.end(.refused, own: fingerprint(of: index), at: now)
      return []
    }
  }

  /// Ids that were refused for good, or that nobody gave of late, are left out.
  private func want(_ ids: [RecordID], from peer: inout PeerReconciliation, at now: WallTime) {
    let isRefused = { id in refusedHere[id] != nil }
    peer.run?.refusedHere.formUnion(ids.filter(isRefused))
    peer.want(ids.filter { !isRefused($0) && (postponed[$0].map(now.hasReached) ?? true) })
  }

  // MARK: Transfers

  mutating func take(_ outcomes: [RecordOutcome], at now: WallTime) {
    for record in outcomes where !record.outcome.isHeld && !record.outcome.isPassing {
      refusedHere.remember(record.outcome, for: record.id)
    }
    for peer in peers.keys {
      for record in outcomes { peers[peer]?.fetching.take(record, at: now) }
    }
  }

  mutating func confirm(_ entries: [Receipt.Entry], by peer: NodeID, at now: WallTime) {
    guard var state = peers[peer] else { return }
    for entry in entries { state.close(entry, at: now) }
    peers[peer] = state
  }
}

import KeySyncStore

extension KeySynchronizer {
  /// The pause between two looks at the store when nothing goes on, in milliseconds.
  private static let idlePause: Int64 = 1000

  /// The node has come to the broker anew: one difference in an announcement is enough for the first comparison.
  package func noteConnection() { reconciler.note([.connected]) }

  /// Does what reconciliation wants done by now (PROTOCOL section 8): compares heads, fetches what is lacked here, and sends
  /// what is lacked there.
  ///
  /// - Parameter duty: the lease under which this is done, for a node that has several workers.
  /// - Returns: what is to be sent; it need not be kept, as whatever is not answered is said again.
  package func reconcile(under duty: LaneFence? = nil) throws -> [OutgoingMessage] {
    let now = now()
    return try reconciler.withState { state in
      let isIdle = !reconciler.hasEvents && !state.machine.isBusy
      if isIdle, abs(now.milliseconds - state.lastLook.milliseconds) < Self.idlePause { return [] }
      state.lastLook = now
      let requests = try look(&state, under: duty)
      var effects: [ReconciliationEffect] = []
      for event in requests + reconciler.takeEvents() {
        effects += state.machine.handle(event, over: state.heads.items, at: now)
      }
      var messages = try self.messages(for: effects, &state, at: now)
      var randomness = node.randomness
      repeat {
        effects = state.machine.due(over: state.heads.items, at: now, using: &randomness)
        messages += try self.messages(for: effects, &state, at: now)
      } while !effects.isEmpty
      try writeDown(&state, under: duty, at: now)
      return messages
    }
  }

  /// Follows the store: heads, trust, and what the command line asks for.
  private func look(_ state: inout Reconciler.State, under duty: LaneFence?) throws -> [ReconciliationEvent] {
    let (trust, requests) = try node.store.read(handle) { transaction in
      try state.heads.follow(transaction)
      state.lastRow = try transaction.lastRecordRow()
      return (try transaction.trust(), try transaction.syncRequests())
    }
    var events: [ReconciliationEvent] = []
    let rules = Reconciler.Rules(trustHash: trust.hash(by: node.cryptography))
    if rules != state.rules {
      if state.rules != nil { reconciler.hastenAnnouncement() }
      state.rules = rules
      events.append(.rulesChanged(peers: trust.nodes.filter { $0 != node.nodeID }))
    }
    for request in requests {
      state.requests[request.peer] = request.id
      if trust.contains(request.peer) { events.append(.demanded(request.peer, isFull: request.isFull)) }
    }
    if !requests.isEmpty {
      try node.store.write(handle, under: duty) { try $0.removeSyncRequests(requests.map(\.id)) }
    }
    return events
  }

  /// Writes runs down that have changed, for whoever watches.
  private func writeDown(_ state: inout Reconciler.State, under duty: LaneFence?, at now: WallTime) throws {
    let changed = state.machine.runs.filter { state.written[$0.key] != $0.value }.sorted { $0.key < $1.key }
    guard !changed.isEmpty else { return }
    try node.store.write(handle, under: duty) { transaction in
      for (peer, run) in changed {
        try transaction.note(ReconciliationRow(peer, run, request: state.requests[peer], at: now))
        if run.end == .settled, run.isConfirmed {
          try noteSettled(run, with: peer, upTo: state.rowsAtBegin[peer], in: transaction)
        }
      }
    }
    for (peer, run) in changed {
      if state.written[peer]?.beganAt != run.beganAt { state.rowsAtBegin[peer] = state.lastRow }
      if run.isOver, state.written[peer]?.isOver != true, !run.foundNothing { reconciler.hastenAnnouncement() }
      state.written[peer] = run
    }
  }

  /// The peer has all that was here when the comparison began, but for what it refuses.
  private func noteSettled(
    _ run: ReconciliationRun,
    with peer: NodeID,
    upTo row: Int64?,
    in transaction: ClusterTransaction
  ) throws {
    guard let row else { return }
    let refused = run.refusedThere.map { RecordOutcome($0.key, $0.value) }.sorted { $0.id < $1.id }
    _ = try transaction.noteAgreement(with: peer, upTo: row, refusing: refused, at: now())
    try settleOutbox(transaction)
  }

  // MARK: Messages

  private func messages(
    for effects: [ReconciliationEffect],
    _ state: inout Reconciler.State,
    at now: WallTime
  ) throws -> [OutgoingMessage] {
    try effects.compactMap { effect in
      switch effect {
      case .say(let reconcile, let peer): return object(.reconcile(reconcile), to: peer, at: now)
      case .fetch(let id, let ids, let peer): return Fetch(ids).map { object(.fetch($0), id: id, to: peer, at: now) }
      case .push(let ids, let peer):
        let id = MessageID.random(from: node.randomness)
        let push = try self.push(ids, in: id, to: peer, at: now)
        state.machine.note(id, carrying: push.carried, gone: push.gone, to: peer, at: now)
        return push.message
      }
    }
  }

  /// A message with as many of the records as one holds, with their data where the peer may read it.
  private func push(
    _ ids: [RecordID],
    in id: MessageID,
    to peer: NodeID,
    at now: WallTime
  ) throws -> (message: OutgoingMessage?, carried: [RecordID], gone: [RecordID]) {
    let (records, changes) = try node.store.read(handle) { transaction in
      let records = try ids.compactMap(transaction.record)
      return (records, try self.changes(records, for: peer, in: transaction, at: now))
    }
    let gone = Set(ids).subtracting(records.map(\.id)).sorted()
    guard let batch = Packing.messages(of: changes, readers: 1, size: \.packedBytes).first else {
      return (nil, [], gone)
    }
    let carried = records.prefix(batch.count).map(\.id)
    return (try message(batch, id: id, to: .inbox(peer), readers: [peer], at: now), carried, gone)
  }
}

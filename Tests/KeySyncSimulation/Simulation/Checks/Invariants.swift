import KeySync
import KeySyncStore

/// What must hold after every seed.
extension Simulation {
  func check() throws {
    let states = try nodes.compactMap { try NodeState($0, keys: allKeys) }
    for state in states {
      checkFold(of: state)
      checkOrders(of: state)
      checkHeads(of: state)
      checkCounters(of: state)
      checkBounds(of: state)
    }
    let numbers = plan.comparableNodes(following: followed)
    let comparable = states.filter { numbers.contains($0.number) }
    guard let first = comparable.first else { return }
    for other in comparable.dropFirst() { compare(first, other) }
    checkWrites(of: comparable)
    checkOutboxes(of: comparable)
    try checkData(comparable)
  }

  // MARK: One node

  /// The store says what the records say.
  private func checkFold(of state: NodeState) {
    let fold = ReferenceFold(state.records, trust: state.trust)
    for entry in state.entries where fold.standing(of: entry.record.id) != entry.standing {
      let expected = fold.standing(of: entry.record.id)
      report("node \(state.number) has \(entry.record.id) as \(entry.standing), which should be \(expected)")
    }
    for key in allKeys where fold.heads(of: key) != Set(state.heads(of: key)) {
      report("node \(state.number) has wrong heads of \(key)")
    }
  }

  /// The graph says the same whatever the order and however often records are put in.
  private func checkOrders(of state: NodeState) {
    var records = state.records
    for _ in 0..<2 {
      records.shuffle(using: &network)
      var graph = RecordGraph()
      for record in records { _ = graph.merge(record, under: state.trust) }
      for record in records.prefix(5) { _ = graph.merge(record, under: state.trust) }
      for key in allKeys where graph.heads(of: key).map(\.id) != state.heads(of: key) {
        report("node \(state.number) folds \(key) to other heads in another order")
      }
    }
  }

  private func checkHeads(of state: NodeState) {
    for key in allKeys {
      let heads = (state.histories[key] ?? []).filter(\.isHead).map(\.record)
      for head in heads {
        let fields = head.fields
        if !state.trust.permits(fields.operation.verb, by: head.creator, on: key, at: fields.lastModified) {
          report("node \(state.number) has a head of \(key) whose creator may not make it")
        }
      }
      guard let winner = state.keys[key]?.winner else {
        if !heads.isEmpty { report("node \(state.number) has heads of \(key) and no winner") }
        continue
      }
      if heads.contains(where: \.fields.isDelete), !winner.fields.isDelete {
        report("node \(state.number) serves \(key) although a head deletes it")
      }
      if !heads.contains(where: { $0.id == winner.id }) { report("node \(state.number) serves no head of \(key)") }
    }
  }

  private func checkCounters(of state: NodeState) {
    var sum = FingerprintSum()
    for key in allKeys { for head in state.heads(of: key) { sum.add(head) } }
    if sum != state.headSum { report("node \(state.number) has a wrong head count or fingerprint sum") }
    if state.miscounted > 0 { report("node \(state.number) miscounts remembered messages") }
    let conflicts = state.keys.values.count { $0.conflict != nil }
    let counted = (state.counters["conflicts_detected"] ?? 0) - (state.counters["conflicts_resolved"] ?? 0)
    if counted != conflicts { report("node \(state.number) counts \(counted) conflicts and has \(conflicts)") }
  }

  private func checkBounds(of state: NodeState) {
    let peers = state.trust.nodes.count
    let bounds = [
      "outbox": Limits.outboxChanges, "waiting_parent": peers * Limits.waitingPerSender * Limits.parents,
      "seen_message": peers * Limits.seenPerSender, "announcement": nodes.count + 1,
      "outbox_attempt": Limits.outboxChanges * 32, "delivery": state.entries.count * (nodes.count + 1),
    ]
    for (table, bound) in bounds.sorted(by: { $0.key < $1.key }) where (state.sizes[table] ?? 0) > bound {
      report("node \(state.number) has too many rows of \(table)")
    }
  }

  // MARK: Nodes with each other

  private func compare(_ a: NodeState, _ b: NodeState) {
    if a.trust != b.trust { report("nodes \(a.number) and \(b.number) do not trust alike") }
    let folds = [a, b].map { ReferenceFold($0.records, trust: $0.trust) }
    for key in allKeys {
      let pair = "nodes \(a.number) and \(b.number)"
      if a.heads(of: key) != b.heads(of: key) { report("\(pair) have other heads of \(key)") }
      if a.keys[key]?.winner.id != b.keys[key]?.winner.id { report("\(pair) serve another record of \(key)") }
      if a.keys[key]?.conflict != b.keys[key]?.conflict { report("\(pair) see another conflict of \(key)") }
      if voidAncestors(of: key, a, folds[0]) != voidAncestors(of: key, b, folds[1]) {
        report("\(pair) have other void records under the heads of \(key)")
      }
    }
  }

  private func voidAncestors(of key: KeyID, _ state: NodeState, _ fold: ReferenceFold) -> [RecordID: Refusal] {
    let heads = (state.histories[key] ?? []).filter(\.isHead)
    let ancestors = heads.reduce(into: Set<RecordID>()) { $0.formUnion(fold.ancestors(of: $1.record)) }
    return fold.void.filter { ancestors.contains($0.key) }
  }

  /// Every write that was acknowledged is at every node.
  private func checkWrites(of states: [NodeState]) {
    let held = states.map { Set($0.records.map(\.id)) }
    for state in states {
      for record in state.acknowledged {
        for (other, records) in zip(states, held) where !records.contains(record) {
          report("node \(other.number) lacks \(record), a write of node \(state.number)")
        }
      }
    }
  }

  /// Where all peers are alike or answer everything, nothing stays queued.
  private func checkOutboxes(of states: [NodeState]) {
    guard !followed.contains(where: { plan.decisions[$0].peer < plan.nodes }) else { return }
    for state in states where state.queued > 0 && state.trust.nodes.count > 1 {
      report("node \(state.number) still has \(state.queued) changes to send")
    }
  }

  /// What one has of a winner's data, all have.
  private func checkData(_ states: [NodeState]) throws {
    for key in allKeys {
      let having = states.filter { $0.keys[key]?.hasData == true }
      let wanting = states.filter { $0.keys[key].map { !$0.winner.fields.isDelete && !$0.hasData } ?? false }
      if let one = having.first, let other = wanting.first {
        report("node \(other.number) lacks data of \(key) that node \(one.number) has")
      }
    }
  }
}

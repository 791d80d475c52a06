import KeySync
import KeySyncStore

/// What must hold of every node after every seed.
extension Simulation {
  func check() throws {
    let states = try nodes.compactMap { try NodeState($0, keys: allKeys) }
    for state in states {
      storeSaysWhatItsRecordsSay(state)
      memoryStoreHoldsTheSame(state)
      mergeIsCommutativeAssociativeAndIdempotent(state)
      everyHeadIsSignedByAPermittedCreator(state)
      noLiveKeyIsBelowItsTombstone(state)
      everyMessageIsAppliedOnceAtMost(state)
      everyMessageThatIsAppliedCameRightly(state)
      dataIsWhatItsRecordCommitsTo(state)
      everyEquivocationIsShown(state)
      countersEqualTheStore(state)
      queuesAndCachesAreBounded(state)
    }
    for state in states { note(state) }
    let numbers = plan.comparableNodes(following: followed)
    checkTogether(states.filter { numbers.contains($0.number) })
  }

  /// Counts what the run has led to.
  private func note(_ state: NodeState) {
    for (name, count) in state.counters where name.hasPrefix("refused.") || name.hasPrefix("change.") {
      reached[name, default: 0] += count
    }
    for key in state.keys.values {
      if let conflict = key.conflict { reached["end.\(conflict.rawValue)", default: 0] += 1 }
    }
    for entry in state.entries where entry.standing != .entered { reached["end.\(entry.standing)", default: 0] += 1 }
  }

  /// Standing, heads, conflict and winner of every key are those of a second, plain reading of the protocol.
  private func storeSaysWhatItsRecordsSay(_ state: NodeState) {
    let fold = ReferenceFold(state.records, trust: state.trust)
    for entry in state.entries where fold.standing(of: entry.record.id) != entry.standing {
      let expected = fold.standing(of: entry.record.id)
      report("node \(state.number) has \(entry.record.id) as \(entry.standing), which should be \(expected)")
    }
    for key in allKeys {
      let heads = fold.heads(of: key)
      if heads.map(\.id) != state.heads(of: key).map(\.id) { report("node \(state.number) has wrong heads of \(key)") }
      if state.keys[key]?.conflict != ReferenceRules.conflict(of: heads) {
        report("node \(state.number) sees a wrong conflict of \(key)")
      }
      if state.keys[key]?.winner.id != ReferenceRules.winner(of: heads, by: options.policy.rule(for: key))?.id {
        report("node \(state.number) serves a wrong record of \(key)")
      }
    }
  }

  /// The memory store, given what the node committed, answered alike and holds the same.
  private func memoryStoreHoldsTheSame(_ state: NodeState) {
    for complaint in state.shadow.complaints.prefix(3) { report("node \(state.number) \(complaint)") }
    for difference in state.contents.differences(from: state.shadow.contents) {
      report("node \(state.number) and its memory store differ in \(difference)")
    }
  }

  /// The graph says the same whatever the order, the grouping and the number of times that records are put in.
  private func mergeIsCommutativeAssociativeAndIdempotent(_ state: NodeState) {
    let records = state.records.shuffled(using: &network)
    var graph = RecordGraph()
    for record in records { _ = graph.merge(record, under: state.trust) }
    for record in records { _ = graph.merge(record, under: state.trust) }
    let half = records.count / 2
    var first = RecordGraph()
    for record in records.prefix(half) { _ = first.merge(record, under: state.trust) }
    var grouped = RecordGraph()
    for record in records.prefix(half).shuffled(using: &network) {
      guard let standing = first.standing(of: record.id) else { continue }
      grouped.restore(record, standing, isHead: first.isHead(record.id))
    }
    for record in records.dropFirst(half) { _ = grouped.merge(record, under: state.trust) }
    for key in allKeys {
      let heads = state.heads(of: key).map(\.id)
      if graph.heads(of: key).map(\.id) != heads {
        report("node \(state.number) folds \(key) otherwise in another order")
      }
      if grouped.heads(of: key).map(\.id) != heads { report("node \(state.number) folds \(key) otherwise in groups") }
    }
  }

  private func everyHeadIsSignedByAPermittedCreator(_ state: NodeState) {
    for key in allKeys {
      for head in state.heads(of: key) {
        let fields = head.fields
        if !state.trust.permits(fields.operation.verb, by: head.creator, on: key, at: fields.lastModified) {
          report("node \(state.number) has a head of \(key) whose creator may not make it")
        }
        if !head.record.envelope.isAuthentic(cluster: setting.cluster, by: setting.cryptography) {
          report("node \(state.number) has a head of \(key) that its creator has not signed")
        }
      }
    }
    let wrong = adversary?.wronglySigned ?? []
    for record in state.records where wrong.contains(record.bytes) {
      report("node \(state.number) holds \(record.id) with a wrong signature")
    }
  }

  private func noLiveKeyIsBelowItsTombstone(_ state: NodeState) {
    for key in allKeys {
      let heads = state.heads(of: key)
      guard let winner = state.keys[key]?.winner else {
        if !heads.isEmpty { report("node \(state.number) has heads of \(key) and no winner") }
        continue
      }
      if !heads.contains(where: { $0.id == winner.id }) { report("node \(state.number) serves no head of \(key)") }
      let mayDeletesLose = options.policy.rule(for: key).deletes == .compete
      if heads.contains(where: \.fields.isDelete), !winner.fields.isDelete, !mayDeletesLose {
        report("node \(state.number) serves \(key) although a head deletes it")
      }
    }
  }

  private func everyMessageIsAppliedOnceAtMost(_ state: NodeState) {
    for (message, count) in state.processed where count > 1 {
      report("node \(state.number) processed \(message) \(count) times")
    }
  }

  /// Fresh, by its own road, addressed to the node or to all, signed, and not kept by the broker.
  private func everyMessageThatIsAppliedCameRightly(_ state: NodeState) {
    if state.wronglyProcessed > 0 {
      report("node \(state.number) processed \(state.wronglyProcessed) messages that it should have refused")
    }
  }

  private func dataIsWhatItsRecordCommitsTo(_ state: NodeState) {
    for key in state.mismatched {
      report("node \(state.number) holds data of \(key) that its record does not commit to")
    }
  }

  /// Where one creator has made two unequal records on the same parents and nothing has replaced either, the key is in conflict,
  /// and both are among its heads.
  private func everyEquivocationIsShown(_ state: NodeState) {
    for key in allKeys {
      let heads = state.heads(of: key)
      for (index, head) in heads.enumerated() {
        let twins = heads.dropFirst(index + 1).filter {
          $0.creator == head.creator && $0.fields.parents == head.fields.parents
        }
        guard twins.contains(where: { ReferenceRules.conflict(of: [head, $0]) != nil }) else { continue }
        if state.keys[key]?.conflict == nil || state.keys[key]?.heads.count != heads.count {
          report("node \(state.number) does not show an equivocation about \(key)")
        }
      }
    }
  }

  private func countersEqualTheStore(_ state: NodeState) {
    var sum = FingerprintSum()
    for key in allKeys { for head in state.heads(of: key) { sum.add(head.id) } }
    if sum != state.headSum { report("node \(state.number) has a wrong head count or fingerprint sum") }
    if state.miscounted > 0 { report("node \(state.number) miscounts remembered messages") }
    let open = plan.options.strategy == .manual ? state.keys.values.count { $0.conflict != nil } : 0
    let counted = (state.counters["conflicts_detected"] ?? 0) - (state.counters["conflicts_resolved"] ?? 0)
    if counted != open { report("node \(state.number) counts \(counted) conflicts and has \(open)") }
  }

  private func queuesAndCachesAreBounded(_ state: NodeState) {
    let peers = state.trust.nodes.count
    let bounds = [
      "outbox": Limits.outboxChanges, "waiting_parent": peers * Limits.waitingPerSender * Limits.parents,
      "seen_message": peers * Limits.seenPerSender, "announcement": nodes.count + 1,
      "outbox_attempt": Limits.outboxChanges * 32, "delivery": state.entries.count * (nodes.count + 1),
      "dead_letter": 2 * Limits.deadLetters,
    ]
    for (table, bound) in bounds.sorted(by: { $0.key < $1.key }) where (state.sizes[table] ?? 0) > bound {
      report("node \(state.number) has too many rows of \(table)")
    }
  }
}

import KeySync
import KeySyncStore

/// What must hold of the honest nodes whose trust and policy are equal at the end, taken together.
extension Simulation {
  func checkTogether(_ states: [NodeState]) {
    guard let first = states.first else { return }
    for other in states.dropFirst() { headsVoidWinnersAndConflictsAreEqual(first, other) }
    noAcknowledgedWriteIsLost(states)
    everyHalfOfAnEquivocationIsEverywhere(states)
    outboxesAreDrained(states)
    dataThatOneHasAllHave(states)
  }

  private func headsVoidWinnersAndConflictsAreEqual(_ a: NodeState, _ b: NodeState) {
    if a.trust != b.trust { report("nodes \(a.number) and \(b.number) do not trust alike") }
    let folds = [a, b].map { ReferenceFold($0.records, trust: $0.trust) }
    for key in allKeys {
      let pair = "nodes \(a.number) and \(b.number)"
      if a.heads(of: key).map(\.id) != b.heads(of: key).map(\.id) { report("\(pair) have other heads of \(key)") }
      if a.keys[key]?.winner.id != b.keys[key]?.winner.id { report("\(pair) serve another record of \(key)") }
      if a.keys[key]?.conflict != b.keys[key]?.conflict { report("\(pair) see another conflict of \(key)") }
      if voidAncestors(of: key, a, folds[0]) != voidAncestors(of: key, b, folds[1]) {
        report("\(pair) have other void records under the heads of \(key)")
      }
    }
  }

  /// A void record is kept only where a kept record names it: of those the heads descend from, all nodes have the same.
  private func voidAncestors(of key: KeyID, _ state: NodeState, _ fold: ReferenceFold) -> [RecordID: Refusal] {
    let ancestors = fold.ancestors(of: state.heads(of: key))
    return fold.void.filter { ancestors.contains($0.key) }
  }

  /// Every write that was acknowledged is at every node, but for those that a later decision made void.
  private func noAcknowledgedWriteIsLost(_ states: [NodeState]) {
    let held = states.map { Set($0.records.map(\.id)) }
    for state in states {
      for write in state.acknowledged {
        guard state.trust.permits(write.verb, by: nodes[state.number].nodeID, on: write.key, at: write.time) else {
          continue
        }
        for (other, records) in zip(states, held) where !records.contains(write.record) {
          report("node \(other.number) lacks \(write.record), a write of node \(state.number)")
        }
      }
    }
  }

  /// What the hostile peer told one node and what it told another is known to both.
  private func everyHalfOfAnEquivocationIsEverywhere(_ states: [NodeState]) {
    let held = states.map { Set($0.live.map(\.id)) }
    let known = held.reduce(into: Set<RecordID>()) { $0.formUnion($1) }
    for (one, other) in adversary?.equivocations ?? [] where known.contains(one) && known.contains(other) {
      for (state, records) in zip(states, held) where !records.contains(one) || !records.contains(other) {
        report("node \(state.number) lacks half of an equivocation")
      }
    }
  }

  /// Where all peers are alike or answer everything, nothing stays queued: it was confirmed or refused by a word.
  private func outboxesAreDrained(_ states: [NodeState]) {
    guard !isAnyoneApart else { return }
    for state in states where state.queued > 0 && state.trust.nodes.count > 1 {
      report("node \(state.number) still has \(state.queued) changes to send")
    }
  }

  /// What one has of a winner's data, all have that may read it.
  private func dataThatOneHasAllHave(_ states: [NodeState]) {
    for key in allKeys {
      let having = states.filter { $0.keys[key]?.hasData == true }
      let wanting = states.filter { state in
        state.readable.contains(key) && state.keys[key].map { !$0.winner.fields.isDelete && !$0.hasData } ?? false
      }
      if let one = having.first, let other = wanting.first {
        report("node \(other.number) lacks data of \(key) that node \(one.number) has")
      }
    }
  }
}

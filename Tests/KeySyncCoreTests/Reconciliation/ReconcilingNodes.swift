import KeySyncCore
import KeySyncCrypto
import KeySyncFuzzing

/// Two nodes that are nothing but their heads: what one wants to do reaches the other at once, unless it is held up.
final class ReconcilingNodes {
  private(set) var indices: [NodeID: NegentropyIndex] = [:]
  var machines: [NodeID: Reconciliation] = [:]
  var now = WallTime(milliseconds: 1_800_000_000_000)
  private var generator = SeededGenerator(seed: 1)
  /// What one node refuses for good, and with which word.
  var refusing: [NodeID: [RecordID: Outcome]] = [:]
  /// Everything that was done, in order.
  private(set) var done: [ReconciliationEffect] = []
  var isCut = false
  private let items: [RecordID: NegentropyItem]

  init(_ heads: [NodeID: [NegentropyItem]], pauses: Reconciliation.Pauses = .init()) {
    var items: [RecordID: NegentropyItem] = [:]
    for (node, own) in heads {
      indices[node] = NegentropyIndex(own)
      machines[node] = Reconciliation(of: node, by: SodiumCryptography(), pauses: pauses)
      for item in own { items[item.id] = item }
    }
    self.items = items
  }

  func fingerprint(_ node: NodeID) -> [UInt8] {
    indices[node, default: NegentropyIndex()].sum.fingerprint(by: SodiumCryptography())
  }

  /// One node's announcement reaches another.
  func announce(_ node: NodeID, to other: NodeID) {
    tell(other, .announced(fingerprint: fingerprint(node), by: node))
  }

  func tell(_ node: NodeID, _ event: ReconciliationEvent) {
    let effects = machines[node]?.handle(event, over: indices[node] ?? NegentropyIndex(), at: now) ?? []
    perform(effects, of: node)
  }

  /// What is due at a node, and all that follows.
  func advance(_ node: NodeID) {
    while true {
      let effects = machines[node]?.due(over: indices[node] ?? NegentropyIndex(), at: now, using: &generator) ?? []
      guard !effects.isEmpty else { return }
      perform(effects, of: node)
    }
  }

  private func perform(_ effects: [ReconciliationEffect], of node: NodeID) {
    for effect in effects {
      done.append(effect)
      switch effect {
      case .say(let message, let peer) where !isCut: tell(peer, .said(message, by: node))
      case .fetch(let id, let ids, let peer) where !isCut: give(ids, of: id, by: peer, to: node)
      case .push(let ids, let peer):
        let id = MessageID(random: (generator.next(), generator.next()))
        machines[node]?.note(id, carrying: ids, gone: [], to: peer, at: now)
        guard !isCut else { continue }
        let outcomes = ids.map { take($0, at: peer) }
        tell(node, .confirmed([Receipt.Entry(messageID: id, outcome: .applied, changes: outcomes)], by: peer))
      default: break
      }
    }
  }

  private func give(_ ids: [RecordID], of fetch: MessageID, by peer: NodeID, to node: NodeID) {
    let held = ids.filter { id in items[id].map { hasHead($0, at: peer) } ?? false }
    tell(node, .took(held.map { RecordOutcome($0, take($0, at: node)) }))
    let changes = ids.map { held.contains($0) ? Outcome.applied : .notHeld }
    tell(node, .confirmed([Receipt.Entry(messageID: fetch, outcome: .applied, changes: changes)], by: peer))
  }

  private func hasHead(_ item: NegentropyItem, at node: NodeID) -> Bool {
    guard let index = indices[node] else { return false }
    let rank = index.lowerBound(of: item)
    return rank < index.count && index[rank] == item
  }

  private func take(_ id: RecordID, at node: NodeID) -> Outcome {
    if let refusal = refusing[node]?[id] { return refusal }
    guard let item = items[id] else { return .notHeld }
    return indices[node]?.insert(item) == true ? .applied : .unchanged
  }

  /// The messages of sessions so far.
  var said: [Reconcile] {
    done.compactMap { if case .say(let message, _) = $0 { message } else { nil } }
  }

  var begun: Int { said.count { $0.round == 0 } }
}

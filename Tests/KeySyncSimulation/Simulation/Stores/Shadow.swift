import KeySyncStore
import Synchronization

/// A node's second account: a `MemoryStore` that is given all that the node commits and has to decide alike.
final class Shadow: Sendable {
  private let state = Mutex(State())

  fileprivate struct State {
    var store = MemoryStore()
    var backup: MemoryStore?
    var complaints: [String] = []
  }

  /// The store now, and where it has decided otherwise than the node.
  var account: (store: MemoryStore, complaints: [String]) { state.withLock { ($0.store, $0.complaints) } }

  func backUp() { state.withLock { $0.backup = $0.store } }

  func restore() { state.withLock { $0.store = $0.backup ?? MemoryStore() } }

  func take(_ decisions: [StoreDecision]) {
    state.withLock { state in for decision in decisions { state.take(decision) } }
  }
}

extension Shadow.State {
  fileprivate mutating func take(_ decision: StoreDecision) {
    switch decision {
    case .merged(let changes, let rules, let now, let outcomes):
      let own = store.merge(changes, under: rules, at: now)
      for (change, (outcome, expected)) in zip(changes, zip(outcomes, own)) where outcome != expected {
        complaints.append("answers \(outcome) for \(change.record.id) where the memory store answers \(expected)")
      }
    case .recomputed(let keys, let rules, let now): store.recompute(keys, under: rules, at: now)
    case .remembered(let message, let now, let refusal):
      if store.remember(message.id, from: message.sender, timestamp: message.timestamp, at: now) != refusal {
        complaints.append("remembers \(message.id) otherwise than the memory store")
      }
    case .forgot(let now): store.forgetSeenMessages(at: now)
    case .erased(let now): store.eraseData(at: now)
    }
  }
}

import KeySyncBroker
import Synchronization

/// What is known of the roads of this node in one cluster: which probes are still out, and which roads the last check found
/// closed (PROTOCOL section 6).
final class RoadCheck: Sendable {
  /// The topics that this node both writes and reads.
  let topics: [String]
  private let broadcasts: [String]
  private let anyBroadcast: String
  private let state = Mutex(State())

  private struct State {
    var missing: Set<String> = []
    var lastArrival = ContinuousClock.now
    var closed: [ClosedRoad]?
  }

  init(of node: NodeID, in topics: Topics) {
    broadcasts = Partition.allCases.map { topics.sync(from: node, $0) }
    anyBroadcast = topics.broadcasts(of: node)
    self.topics = broadcasts + [topics.inbox(of: node, from: node), topics.announce(node)]
  }

  /// The roads found closed, nil before the first check has ended.
  var closed: [ClosedRoad]? { state.withLock { $0.closed } }

  /// The probes that have not come back.
  var missing: Set<String> { state.withLock { $0.missing } }

  /// When anything last came in: the probes are behind all that waited before them.
  var lastArrival: ContinuousClock.Instant { state.withLock { $0.lastArrival } }

  /// A check begins: its probes are about to be published.
  func begin() {
    state.withLock { state in
      state.missing = Set(topics)
      state.lastArrival = .now
    }
  }

  /// Notes the probes in a batch, on the reader's thread.
  func note(_ batch: [Delivery]) {
    state.withLock { state in
      state.lastArrival = .now
      guard !state.missing.isEmpty else { return }
      for delivery in batch where delivery.payload.isEmpty { state.missing.remove(delivery.topic) }
    }
  }

  /// A check ends: the broker refused to take the probes on some topics, and did not deliver those that are still missing.
  ///
  /// - Returns: the closed roads; where the broadcasts of all partitions are closed, as one.
  func end(refused: Set<String>) -> [ClosedRoad] {
    state.withLock { state in
      let unread = state.missing.subtracting(refused)
      state.missing = []
      let closed = roads(.write, refused) + roads(.read, unread)
      state.closed = closed
      return closed
    }
  }

  private func roads(_ direction: ClosedRoad.Direction, _ closed: Set<String>) -> [ClosedRoad] {
    let gathered = closed.isSuperset(of: broadcasts) ? [anyBroadcast] + topics.dropFirst(broadcasts.count) : topics
    return gathered.filter { $0 == anyBroadcast || closed.contains($0) }.map {
      ClosedRoad(direction: direction, topic: $0)
    }
  }
}

extension Topics {
  /// The filter of a node's broadcasts.
  fileprivate func broadcasts(of node: NodeID) -> String {
    "\(root)/\(cluster.text)/sync/\(node)/+"
  }
}

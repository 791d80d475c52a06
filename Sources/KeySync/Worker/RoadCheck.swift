import KeySyncBroker
import Synchronization

/// What is known of the roads of this node in one cluster, as far as they lead to this worker: which probes are still out, and
/// which roads the last check found closed (PROTOCOL section 6).
final class RoadCheck: Sendable {
  private let node: NodeID
  private let topics: Topics
  private let state = Mutex(State())

  private struct State {
    var roads: Roads?
    var missing: Set<String> = []
    var lastArrival = ContinuousClock.now
    var closed: [ClosedRoad]?
  }

  init(of node: NodeID, in topics: Topics) { (self.node, self.topics) = (node, topics) }

  /// The roads found closed, nil before the first check has ended, and where none leads here.
  var closed: [ClosedRoad]? { state.withLock { $0.closed } }

  /// The probes that have not come back.
  var missing: Set<String> { state.withLock { $0.missing } }

  /// When anything last came in: the probes are behind all that waited before them.
  var lastArrival: ContinuousClock.Instant { state.withLock { $0.lastArrival } }

  /// A check of these lanes begins: its probes are about to be published.
  ///
  /// - Returns: their topics.
  func begin(_ lanes: [Int], of count: LaneCount) -> [String] {
    let roads = Roads(of: node, in: topics, lanes: lanes, of: count)
    state.withLock { state in
      state.roads = roads
      state.missing = Set(roads.topics)
      state.lastArrival = .now
    }
    return roads.topics
  }

  /// No road leads here any more.
  func forget() { state.withLock { ($0.roads, $0.missing, $0.closed) = (nil, [], nil) } }

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
  /// - Returns: the closed roads; where the broadcasts of all partitions that were tried are closed, as one.
  func end(refused: Set<String>) -> [ClosedRoad] {
    state.withLock { state in
      let unread = state.missing.subtracting(refused)
      state.missing = []
      let closed = state.roads.map { $0.gathered(.write, refused) + $0.gathered(.read, unread) } ?? []
      state.closed = closed
      return closed
    }
  }
}

/// The topics that this node both writes and reads, on some lanes.
private struct Roads {
  private let broadcasts: [String]
  private let others: [String]
  private let anyBroadcast: String

  init(of node: NodeID, in topics: Topics, lanes: [Int], of count: LaneCount) {
    broadcasts = Partition.allCases.filter { lanes.contains(Int($0.rawValue) % count.rawValue) }
      .map { topics.sync(from: node, $0) }
    others = lanes.contains(0) ? [topics.inbox(of: node, from: node), topics.announce(node)] : []
    anyBroadcast = "\(topics.root)/\(topics.cluster.text)/sync/\(node)/+"
  }

  var topics: [String] { broadcasts + others }

  func gathered(_ direction: ClosedRoad.Direction, _ closed: Set<String>) -> [ClosedRoad] {
    let sync = closed.isSuperset(of: broadcasts) ? [anyBroadcast] : broadcasts.filter(closed.contains)
    return (sync + others.filter(closed.contains)).map { ClosedRoad(direction: direction, topic: $0) }
  }
}

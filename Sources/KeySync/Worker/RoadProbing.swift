import KeySyncBroker
import Logging
import ServiceLifecycle

/// Proves after every connection that the roads of this node that lead to this worker are open: a subscription that was granted
/// may still deliver nothing. The probes are empty and never retained, so that they leave an announcement in its place
/// (PROTOCOL section 6).
struct RoadProbing: Service {
  let cluster: ClusterWork
  let publishing: BrokerPublishing
  let reading: BrokerReading
  let logger: Logger

  /// How long probes may take after the last thing that came in, and at most in all.
  private static let patience = Duration.seconds(10)
  private static let mostPatience = Duration.seconds(60)
  /// The pause before closed roads are tried again: an access list can be put right without a new connection.
  private static let pause = Duration.seconds(60)
  private static let poll = Duration.milliseconds(100)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var proven: Connections?
      var next = ContinuousClock.now
      while !Task.isCancelled {
        if reading.lanes.isEmpty, proven != nil {
          cluster.roads.forget()
          proven = nil
        }
        if let connections, connections != proven || (cluster.roads.closed != [] && .now >= next) {
          proven = await prove(over: connections) ? connections : nil
          next = .now + Self.pause
        }
        try? await Task.sleep(for: Self.poll)
      }
    }
  }

  /// The numbers of the connections that probes travel, those of reading by lane.
  private struct Connections: Equatable {
    let publishing: Int
    let reading: [Int: Int]
  }

  /// Nil while one of them is missing or has not subscribed.
  private var connections: Connections? {
    guard publishing.isConnected, reading.isSubscribed, !reading.lanes.isEmpty else { return nil }
    return Connections(publishing: publishing.connections, reading: reading.connectionsByLane)
  }

  /// False if a connection ended over it.
  private func prove(over connections: Connections) async -> Bool {
    let roads = cluster.roads
    let topics = roads.begin(connections.reading.keys.sorted(), of: reading.laneCount)
    let errors = await publishing.publish(topics.map { Publication(topic: $0, payload: []) })
    let refused = Set(zip(topics, errors).compactMap { $1?.isRefusal == true ? $0 : nil })
    guard errors.allSatisfy({ $0 == nil || $0?.isRefusal == true }) else { return false }
    await waitForProbes(but: refused)
    guard self.connections == connections, !Task.isCancelled else { return false }
    say(roads.end(refused: refused))
    return true
  }

  private func waitForProbes(but refused: Set<String>) async {
    let end = ContinuousClock.now + Self.mostPatience
    while !cluster.roads.missing.isSubset(of: refused), !Task.isCancelled,
      .now < min(end, cluster.roads.lastArrival + Self.patience)
    {
      try? await Task.sleep(for: Self.poll)
    }
  }

  private func say(_ closed: [ClosedRoad]) {
    if closed.isEmpty {
      logger.info("the broker keeps all topics open that this node needs")
    } else {
      logger.warning("\(publishing.trouble.sentence(forClosed: closed))")
    }
  }
}

extension PublishError {
  /// Whether the broker refused it.
  fileprivate var isRefusal: Bool { if case .refused = self { true } else { false } }
}

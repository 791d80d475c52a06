import KeySyncBroker
import KeySyncStore
import Logging
import ServiceLifecycle

/// Reads the lanes that this worker holds: hands each batch to the clusters it belongs to and lets it be acknowledged once it is
/// committed.
struct BrokerReading: Service {
  private let reader: BrokerReader
  private let answers: SubscriptionAnswers
  private let holding: LaneHolding
  /// All lanes of the node, with their connections and subscriptions.
  private let all: [ReaderLane]

  /// - Parameter options: the connection that reads a lane.
  /// - Throws: `SettingsError`.
  init(
    _ holding: LaneHolding,
    options: (Int) throws -> ConnectionOptions,
    clusters: [ClusterWork],
    logger: Logger
  ) throws {
    var logger = logger
    logger[metadataKey: "connection"] = "reader"
    let all = try (0..<holding.lanes.rawValue).map { lane in
      let filters = clusters.flatMap { $0.synchronizer.subscriptions(lane: lane, of: holding.lanes.rawValue) }
      return ReaderLane(number: lane, options: try options(lane), subscriptions: filters.map { Subscription($0) })
    }
    let sorting = BatchSorting(holding: holding, clusters: clusters, logger: logger)
    let (answers, troubles) = (SubscriptionAnswers(), all.map { BrokerTrouble($0.options) })
    (self.all, self.answers, self.holding) = (all, answers, holding)
    reader = BrokerReader(
      observe: { [logger] lane, event in
        answers.note(event, on: lane)
        // The inbox and the announcements come on lane 0.
        if lane == 0, case .connected = event { for cluster in clusters { cluster.synchronizer.noteConnection() } }
        logger.log(event, on: lane, troubles[lane])
      },
      mayConnect: holding.mayConnect,
      handle: sorting.handle
    )
  }

  /// Reads these lanes from now on, each under the token of its lease.
  func read(_ tokens: [Int: Int64]) {
    reader.read(
      all.compactMap { lane in
        tokens[lane.number].map {
          ReaderLane(number: lane.number, term: $0, options: lane.options, subscriptions: lane.subscriptions)
        }
      }
    )
  }

  /// The lanes that are read here, ascending; none where this worker is a standby.
  var lanes: [Int] { holding.held }
  /// How many lanes the node has.
  var laneCount: LaneCount { holding.lanes }
  /// The lanes that are read or not closed yet.
  var lanesInUse: [Int] { reader.lanesInUse }
  /// Whether the connections of all lanes that are read stand; so they do where there are none.
  var isConnected: Bool { reader.isConnected }
  /// Whether the broker has also answered all their subscriptions.
  var isSubscribed: Bool {
    reader.isConnected && lanes.allSatisfy { answers.count(on: $0) == all[$0].subscriptions.count }
  }
  /// How often each lane that is read was connected.
  var connectionsByLane: [Int: Int] { reader.connectionsByLane }
  /// How often lanes had to be connected again, and one.
  var connections: Int { 1 + reader.connectionsByLane.values.reduce(0) { $0 + max(0, $1 - 1) } }

  func run() async throws {
    reader.start()
    try? await gracefulShutdown()
    reader.stop()
    await reader.waitUntilStopped()
  }
}

extension KeySynchronizer {
  /// What the node reads of this cluster on one of so many lanes.
  fileprivate func subscriptions(lane: Int, of lanes: Int) -> [String] {
    topics.subscriptions(of: node.nodeID, lane: lane, of: lanes)
  }
}

extension Logger {
  /// What goes wrong does so on all lanes at once, and is said once: with the lane only where things go well.
  fileprivate func log(_ event: BrokerEvent, on lane: Int, _ trouble: BrokerTrouble) {
    var logger = self
    switch event {
    case .ended, .subscriptionRefused: break
    default: logger[metadataKey: "lane"] = "\(lane)"
    }
    logger.log(event, trouble)
  }
}

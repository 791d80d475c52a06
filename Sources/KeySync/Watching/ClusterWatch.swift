import KeySyncBroker
import Synchronization

/// Listens to the statistics and the status of all workers of a cluster, and publishes nothing. It connects under a client id of
/// its own and leaves no session behind.
public final class ClusterWatch: Sendable {
  /// A larger snapshot is foreign, in bytes: one with a thousand peers is smaller.
  public static let payloadLimit = 131_072
  /// What waits to be taken, in events and bytes: all that a thousand workers say at once. What is more is dropped, and comes
  /// again with the next snapshot.
  private static let waitingLimits = (events: 4096, bytes: 32 << 20)

  private let topics: Topics
  private let trouble: BrokerTrouble
  private let options: ConnectionOptions
  private let waiting = Mutex(Waiting())
  private let reader = Mutex<BrokerReader?>(nil)

  private struct Waiting {
    var events: [WatchEvent] = []
    var bytes = 0
    var dropped = 0
    var answers = 0
  }

  /// Sets the watch up; nothing is connected yet.
  ///
  /// - Parameter node: whose settings these are; the client id is made of it and a random number.
  /// - Throws: `SettingsError` when the password file cannot be read.
  public init(_ cluster: ClusterName, settings: Settings, node: NodeID) throws {
    topics = Topics(root: settings.options(for: cluster).topicRoot, cluster: cluster)
    let random = String(UInt32.random(in: .min ... .max), radix: 16)
    options = try settings.commandOptions(of: node, purpose: "top-\(random)")
    trouble = BrokerTrouble(options)
  }

  /// Connects, and connects again for ever; once only.
  public func start() {
    let reader = BrokerReader(
      options,
      subscriptions: topics.watching.map { Subscription($0) },
      observe: { [weak self] in self?.note($0) },
      handle: { [weak self] in
        self?.take($0)
        return .acknowledge
      }
    )
    self.reader.withLock { $0 = reader }
    reader.start()
  }

  /// Disconnects, and returns when that is done.
  public func stop() async {
    guard let reader = reader.withLock({ $0.take() }) else { return }
    reader.stop()
    await reader.waitUntilStopped()
  }

  /// What has been heard since this was last asked, in its order.
  public func takeEvents() -> [WatchEvent] {
    waiting.withLock { waiting in
      defer { (waiting.events, waiting.bytes) = ([], 0) }
      return waiting.events
    }
  }

  /// How many events were dropped because nobody took them.
  public var dropped: Int { waiting.withLock { $0.dropped } }

  // MARK: On the reader's thread

  private func take(_ deliveries: [Delivery]) {
    waiting.withLock { waiting in
      for delivery in deliveries {
        let bytes = min(delivery.payload.count, Self.payloadLimit)
        guard waiting.events.count < Self.waitingLimits.events, waiting.bytes + bytes <= Self.waitingLimits.bytes else {
          waiting.dropped += 1
          continue
        }
        waiting.bytes += bytes
        waiting.events.append(event(delivery))
      }
    }
  }

  private func event(_ delivery: Delivery) -> WatchEvent {
    guard let topic = topics.workerTopic(delivery.topic), delivery.payload.count <= Self.payloadLimit else {
      return .foreign
    }
    let worker = WatchedWorker(node: topic.node, worker: topic.worker)
    if delivery.payload.isEmpty { return .cleared(worker) }
    switch topic.kind {
    case .stats: return .snapshot(worker, delivery.payload)
    case .status:
      let words = ["online": true, "offline": false]
      return .status(worker, isOnline: words[String(decoding: delivery.payload, as: UTF8.self)])
    }
  }

  /// What the broker says of the connection is a few events for each attempt, and attempts are seconds apart.
  private func note(_ event: BrokerEvent) {
    waiting.withLock { waiting in
      switch event {
      case .connected:
        waiting.answers = 0
        waiting.events.append(.connected)
      case .subscribed:
        waiting.answers += 1
        if waiting.answers == topics.watching.count { waiting.events.append(.subscribed) }
      case .subscriptionRefused(let filter, _):
        let road = ClosedRoad(direction: .read, topic: filter)
        waiting.events.append(.trouble(trouble.sentence(forClosed: [road])))
      case .ended(.stopped): break
      case .ended(let end): waiting.events.append(.trouble(trouble.sentence(for: end)))
      default: break
      }
    }
  }
}

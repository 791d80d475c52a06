/// How a node is run: its broker, its log, its clusters. Read from `keysync.yaml`, the environment and flags, or made here.
public struct Settings: Sendable, Equatable {
  /// What this process is called among the node's workers.
  public var worker = Settings.defaultWorker
  /// Through how many sessions the node reads, shared by its workers: 1, 2, 4, 8 or 16; the same in all of them.
  public var lanes = LaneCount.four
  /// Where the broker is and what it asks of us.
  public var broker: BrokerSettings
  /// What is logged, and how.
  public var log = LogSettings()
  /// How often a worker publishes its statistics: 1 s … 1 h.
  public var statisticsInterval = Duration.seconds(10)
  /// How many changes of a cluster may wait to be sent: 1 … 1,000,000.
  public var queueLimit = 1000
  /// The pause between announcements: 5 s … 120 s. Comparisons of heads begin no more often.
  public var announcementInterval = Duration.seconds(30)
  /// The pause between comparisons of all heads with a peer, whatever is announced: 1 min … 30 days.
  public var fullSyncInterval = Duration.seconds(3600)
  /// The clusters the node is in, at least one.
  public var clusters: [ClusterName: ClusterSettings]
  /// Where values come from that are not defaults, by the setting's full name.
  var origins: [String: SettingOrigin] = [:]

  /// The name of a worker that was not given one.
  public static let defaultWorker: WorkerName = {
    guard let name = WorkerName("main") else { preconditionFailure("'main' is the name of a worker") }
    return name
  }()

  /// Settings with every default.
  public init(broker: BrokerSettings, clusters: [ClusterName: ClusterSettings]) {
    self.broker = broker
    self.clusters = clusters
  }

  /// How the node takes part in a cluster: the one place where settings become options.
  public func options(for cluster: ClusterName) -> ClusterOptions {
    let settings = clusters[cluster] ?? ClusterSettings()
    var options = ClusterOptions()
    options.encryption = settings.encryption
    options.queueLimit = queueLimit
    options.announcementInterval = announcementInterval.milliseconds
    options.fullSyncInterval = fullSyncInterval.milliseconds
    options.undoWindow = settings.undoWindow.milliseconds
    options.topicRoot = settings.topicRoot
    options.selection = settings.selection
    options.policy = settings.policy
    return options
  }

  /// The cluster of that name; without a name, the only one there is.
  public func cluster(named name: String?) throws(ClusterChoiceError) -> ClusterName {
    let known = clusters.keys.sorted()
    guard let name else {
      guard known.count == 1, let only = known.first else { throw .several(known) }
      return only
    }
    guard let cluster = known.first(where: { $0.text == name }) else { throw .unknown(name, known: known) }
    return cluster
  }
}

/// Why it is not clear which cluster is meant.
public enum ClusterChoiceError: Error, Equatable, CustomStringConvertible {
  /// The settings have no such cluster.
  case unknown(String, known: [ClusterName])
  /// The settings have several clusters, and none was named.
  case several([ClusterName])

  /// One sentence with the advice.
  public var description: String {
    switch self {
    case .unknown(let name, let known):
      "the settings have no cluster '\(name.escaped)'; \(NearestName.advice(for: name, among: known.map(\.text)))"
    case .several(let known):
      "the settings have several clusters; name one with --cluster: \(known.map(\.text).joined(separator: ", "))"
    }
  }
}

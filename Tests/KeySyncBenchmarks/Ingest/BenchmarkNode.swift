import KeySync
import KeySyncStore
import KeySyncTestSupport

/// A node with a home in a temporary directory, whose workers are processes of their own.
final class BenchmarkNode {
  let directory: TemporaryDirectory
  let synchronizer: KeySynchronizer
  private let home: Home

  static let cluster: ClusterName = {
    guard let name = ClusterName("bench") else { preconditionFailure("'bench' is a name") }
    return name
  }()

  /// - Parameter queueLimit: how many changes it may queue.
  init(broker: MosquittoBroker, queueLimit: Int = Limits.outboxChanges) throws {
    directory = try TemporaryDirectory()
    home = Home(path: directory.file("home"))
    try home.create(settings: Settings.template(cluster: Self.cluster, broker: try BrokerSettings(url: broker.url)))
    var options = ClusterOptions()
    options.queueLimit = queueLimit
    synchronizer = try KeySynchronizer(node: Node(home: home), cluster: Self.cluster, options: options)
  }

  var nodeID: NodeID { synchronizer.node.nodeID }

  /// Starts workers, and waits until they have proved that they are heard and share the lanes.
  func startWorkers(_ count: Int = 1) async throws -> [MeteredWorker] {
    var workers: [MeteredWorker] = []
    for number in 1...count {
      let worker = try MeteredWorker(home: home, name: "worker-\(number)", directory: directory)
      workers.append(worker)
      try await eventually("the worker has read what it published") { worker.said.contains("keeps all topics open") }
      let share = LaneCount.four.rawValue / number
      try await eventually("the lanes are shared out") {
        try synchronizer.workers().map(\.lanes.count) == Array(repeating: share, count: number)
      }
    }
    return workers
  }

  /// A counter of the store.
  func count(_ name: String) throws -> Int {
    try synchronizer.node.store.read(synchronizer.handle) { try $0.counters()[name] ?? 0 }
  }

  /// How many changes wait to be sent or answered.
  func queued() throws -> Int { try synchronizer.node.store.read(synchronizer.handle) { try $0.outboxCount() } }
}

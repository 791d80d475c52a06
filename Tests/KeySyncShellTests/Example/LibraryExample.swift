import KeySync
import Logging
import ServiceLifecycle

/// A service that keeps its signing keys in a keysync node of its own.
struct SigningKeys: Service {
  private let synchronizer: KeySynchronizer
  private let worker: Worker

  /// Opens the node of a directory; where there is none yet, one is made.
  init(directory: String, cluster: ClusterName, broker: BrokerSettings, logger: Logger) throws {
    let home = Home(path: directory)
    do {
      try home.create(settings: Settings.template(cluster: cluster, broker: broker))
    } catch HomeError.exists {}
    let settings = try Settings(yaml: home.readSettings(), file: home.settingsPath)
    let node = try Node(home: home)
    synchronizer = try KeySynchronizer(node: node, cluster: cluster, options: settings.options(for: cluster))
    worker = try Worker(node: node, settings: settings, logger: logger)
  }

  /// What other nodes have to trust.
  var nodeID: NodeID { synchronizer.node.nodeID }

  /// Trusts another node; does nothing where it is trusted already.
  func trust(_ peer: NodeID, as name: String) throws {
    guard try !synchronizer.peers().contains(where: { $0.node == peer }) else { return }
    try synchronizer.addPeer(peer, name: name)
  }

  /// Moves changes between the node and the broker until the group that runs this service shuts down.
  func run() async throws { try await worker.run() }

  /// Makes a new signing key under a name. On return it is on disk here and queued for the peers.
  func rotate(_ key: KeyID) throws -> KeySummary {
    try synchronizer.generate(key, algorithm: .ed25519)
  }

  /// Seed and public key, 64 bytes; nil as long as they have not come.
  func secret(_ key: KeyID) throws -> [UInt8]? {
    do {
      return try synchronizer.data(of: key)
    } catch KeySyncError.unknownKey, KeySyncError.dataMissing { return nil }
  }

  /// The keys that somebody has to look after, each with the reason.
  func troubles() throws -> [(key: KeyID, reason: String)] {
    try synchronizer.keys().compactMap { key in
      key.status.reason.map { (key.keyID, "\(key.status.word): \($0)") }
    }
  }
}

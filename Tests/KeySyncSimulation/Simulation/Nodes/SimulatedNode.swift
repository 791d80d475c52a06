import Foundation
import KeySync
import KeySyncBroker
import KeySyncCrypto
import KeySyncStore

/// An honest node: the production code on a home of its own, with a simulated clock and seeded randomness.
final class SimulatedNode {
  let number: Int
  let clock: SimulatedClock
  let nodeID: NodeID
  /// Nil while its process is down.
  private(set) var synchronizer: KeySynchronizer?
  /// What the broker holds for it.
  var waiting: [Delivery] = []
  /// Whether a reading of what waits is planned.
  var isReading = false
  let trigger = CrashTrigger()
  /// Effects that are carried out before it crashes; nil when it is not to crash between two.
  var effectsLeft: Int?
  /// How often each message was processed since the store was last replaced.
  var processed: [MessageID: Int] = [:]
  /// The records of writes that its user was told are done.
  private(set) var acknowledged: [RecordID] = []

  private let home: Home
  private let cluster: ClusterName
  private let source: SeededSource
  /// How many writes were acknowledged when the store was backed up; nil before that.
  private var backedUp: Int?

  init(_ number: Int, in directory: String, cluster: ClusterName, time: SimulatedTime, generator: SeededGenerator)
    throws
  {
    var generator = generator
    self.number = number
    self.cluster = cluster
    clock = SimulatedClock(time)
    home = Home(path: "\(directory)/\(number)")
    try FileManager.default.createDirectory(
      atPath: home.path,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700]
    )
    guard let identity = Identity(seed: generator.bytes(Identity.seedCount)) else { throw SimulatedCrash() }
    nodeID = identity.nodeID
    try KeyFile(path: home.keyPath).create(for: identity)
    source = SeededSource(generator)
    try start()
  }

  // MARK: Its process

  func start() throws {
    guard synchronizer == nil else { return }
    let (clock, trigger) = (clock, trigger)
    let node = try Node(home: home, randomness: source.randomness, beforeCommit: trigger.beforeCommit)
    synchronizer = try KeySynchronizer(node: node, cluster: cluster, options: Self.options, now: { clock.now })
  }

  func stop() {
    synchronizer = nil
    effectsLeft = nil
    trigger.disarm()
  }

  static let options = ClusterOptions()

  // MARK: Its store

  func backUp() throws {
    stop()
    try copy(from: home.storePath, to: backupPath)
    backedUp = acknowledged.count
    try start()
  }

  /// Puts the backup in the place of the store: what was acknowledged since is lost with it.
  func restore() throws {
    guard let backedUp else { return }
    stop()
    try copy(from: backupPath, to: home.storePath)
    acknowledged.removeLast(acknowledged.count - backedUp)
    processed = [:]
    try start()
  }

  func acknowledge(_ record: RecordID) { acknowledged.append(record) }

  private var backupPath: String { "\(home.path)/backup.db" }

  /// The file with what its log adds to it.
  private func copy(from source: String, to target: String) throws {
    let manager = FileManager.default
    for suffix in ["", "-wal", "-shm"] {
      if manager.fileExists(atPath: target + suffix) { try manager.removeItem(atPath: target + suffix) }
    }
    for suffix in ["", "-wal"] where manager.fileExists(atPath: source + suffix) {
      try manager.copyItem(atPath: source + suffix, toPath: target + suffix)
    }
  }
}

extension KeySynchronizer {
  /// Reads the cluster's part of the store.
  func inspect<Value>(_ body: (ClusterTransaction) throws -> Value) throws -> Value {
    try node.store.read(handle, body)
  }
}

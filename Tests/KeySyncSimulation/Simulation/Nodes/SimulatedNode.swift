import Foundation
import KeySync
import KeySyncBroker
import KeySyncCrypto
import KeySyncStore

/// An honest node: the production code on a store of its own, with a simulated clock and seeded randomness.
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
  /// Until when its outbound queue is known to have nothing due; nil when that is not known.
  var quietUntil: WallTime?
  let trigger = CrashTrigger()
  /// Effects that are carried out before it crashes; nil when it is not to crash between two.
  var effectsLeft: Int?
  /// How often each message was processed since the store was last replaced.
  var processed: [MessageID: Int] = [:]
  /// Messages that it processed and should not have.
  var wronglyProcessed = 0
  /// The writes that its user was told are done.
  private(set) var acknowledged: [AcknowledgedWrite] = []
  let shadow = Shadow()

  private let setting: NodeSetting
  private let identity: Identity
  private let source: SeededSource
  private let directory: String
  /// How many writes were acknowledged when the store was backed up; nil before that.
  private var backedUp: Int?

  init(_ number: Int, in directory: String, setting: NodeSetting, generator: SeededGenerator) throws {
    var generator = generator
    self.number = number
    self.setting = setting
    self.directory = "\(directory)/\(number)"
    clock = SimulatedClock(setting.time)
    try FileManager.default.createDirectory(atPath: self.directory, withIntermediateDirectories: true)
    guard let identity = Identity(seed: generator.bytes(Identity.seedCount)) else { throw SimulatedCrash() }
    self.identity = identity
    nodeID = identity.nodeID
    source = SeededSource(generator)
    try StoreTemplate.copy(to: storePath)
  }

  // MARK: Its process

  func start(_ options: ClusterOptions) throws {
    guard synchronizer == nil else { return }
    let (clock, trigger, shadow) = (clock, trigger, shadow)
    let store = try Store(
      path: storePath,
      connections: setting.connections,
      beforeCommit: trigger.beforeCommit,
      afterCommit: shadow.take
    )
    let node = Node(
      identity: identity,
      store: store,
      randomness: source.randomness,
      signer: setting.signer(for: identity),
      cryptography: setting.cryptography
    )
    synchronizer = try KeySynchronizer(node: node, cluster: setting.cluster, options: options, now: { clock.now })
    quietUntil = nil
  }

  func stop() {
    synchronizer = nil
    effectsLeft = nil
    trigger.disarm()
  }

  // MARK: Its store

  func backUp() throws {
    stop()
    try copy(from: storePath, to: backupPath)
    backedUp = acknowledged.count
    shadow.backUp()
  }

  /// Puts the backup in the place of the store: what was acknowledged since is lost with it.
  func restore() throws {
    guard let backedUp else { return }
    stop()
    try copy(from: backupPath, to: storePath)
    acknowledged.removeLast(acknowledged.count - backedUp)
    processed = [:]
    shadow.restore()
  }

  func acknowledge(_ write: AcknowledgedWrite) { acknowledged.append(write) }

  private var storePath: String { "\(directory)/keysync.db" }
  private var backupPath: String { "\(directory)/backup.db" }

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

/// A write that a user was told is done.
struct AcknowledgedWrite {
  let record: RecordID
  let key: KeyID
  let verb: Verb
  let time: WallTime
}

extension KeySynchronizer {
  /// Reads the cluster's part of the store.
  func inspect<Value>(_ body: (ClusterTransaction) throws -> Value) throws -> Value {
    try node.store.read(handle, body)
  }
}

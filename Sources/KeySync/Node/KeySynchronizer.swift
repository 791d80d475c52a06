import Foundation
import KeySyncCrypto
import KeySyncStore
import Synchronization

/// One cluster of a node: its trusted peers, its keys, and the two lines on which changes come and go.
///
/// Every call is one transaction in the store: it blocks for a few milliseconds, and what it changed is on disk when it
/// returns. Several processes may work on the same home at once.
public final class KeySynchronizer: Sendable {
  /// The node.
  public let node: Node
  /// The cluster.
  public let cluster: ClusterName
  let options: ClusterOptions
  /// The keys that became others because the policy is another than the one the store was last used with; nil where it is the
  /// same.
  public let policyEffects: [KeyEffect]?
  /// The policy hash: nodes whose trust and policy hashes are equal end with equal keys (PROTOCOL section 7.7).
  public let policyHash: Bytes32
  package let handle: ClusterHandle
  let now: @Sendable () -> WallTime
  let reconciler: Reconciler
  let latencies = LatencyRecorder()
  let fetchAllowance = FetchAllowance()
  let wantedData = Mutex(WantedData())

  /// Enters a cluster, which is made where the node is not in it yet; the node then trusts itself alone.
  ///
  /// - Throws: a database error.
  public init(
    node: Node,
    cluster: ClusterName,
    options: ClusterOptions = ClusterOptions(),
    now: @escaping @Sendable () -> WallTime = { WallTime.now }
  ) throws {
    self.node = node
    self.cluster = cluster
    self.options = options
    self.now = now
    reconciler = Reconciler(of: node, pauses: options.pauses)
    handle = try node.store.cluster(cluster)
    policyHash = options.policy.hash(by: node.cryptography)
    policyEffects = try Self.adopt(options.policy, in: handle, of: node, undoWindow: options.undoWindow, at: now())
    try trustSelf()
  }

  /// The topics of the cluster.
  package var topics: Topics { Topics(root: options.topicRoot, cluster: cluster) }

  private func trustSelf() throws {
    guard try !node.store.read(handle, { try $0.trust() }).contains(node.nodeID) else { return }
    try node.store.write(handle) { transaction in
      guard try !transaction.trust().contains(node.nodeID) else { return }
      try transaction.add(PeerRow(node: node.nodeID, name: Self.ownName, addedAt: now(), rules: .everything))
    }
  }

  /// The name under which the node lists itself.
  static let ownName = "self"

  func rules(_ trust: Trust) -> MergeRules {
    MergeRules(trust: trust, policy: options.policy, undoWindow: options.undoWindow)
  }

  // MARK: Data at rest

  /// Key data and salt as a row of the store: bound to cluster, key and commitment.
  func seal(_ data: KeyData, of key: KeyID, _ commitment: Bytes32) -> [UInt8] {
    node.rowCipher.seal(data.salt.bytes + data.bytes, binding: binding(key, commitment))
  }

  package func unseal(_ row: [UInt8], of key: KeyID, _ commitment: Bytes32) throws -> KeyData {
    guard let plain = node.rowCipher.open(row, binding: binding(key, commitment)),
      let salt = Bytes32(plain.prefix(Bytes32.count))
    else { throw StoreError.damaged("the data of \(key)") }
    return KeyData(bytes: Array(plain.dropFirst(Bytes32.count)), salt: salt)
  }

  private func binding(_ key: KeyID, _ commitment: Bytes32) -> [UInt8] {
    cluster.externalAAD + [0] + Array(key.text.utf8) + [0] + commitment.bytes
  }
}

/// How a node takes part in a cluster.
public struct ClusterOptions: Sendable, Equatable {
  /// Whether messages are sealed to the trusted peers. Off is for clusters of public keys.
  public var encryption = true
  /// How many changes may wait in the outbound queue.
  public var queueLimit = Limits.outboxChanges
  /// How long data that was replaced or deleted is kept, in milliseconds.
  public var undoWindow = MergeRules.defaultUndoWindow
  /// The first part of every topic.
  public var topicRoot = Topics.defaultRoot
  /// How conflicts are decided.
  public var policy = Policy.manual
  /// The keys whose data is kept.
  public var selection = Selection.everything
  /// The pause between announcements, in milliseconds, and so the least one between comparisons of heads.
  public var announcementInterval: Int64 = 30_000
  /// The pause between comparisons of all heads, whatever is announced, in milliseconds.
  public var fullSyncInterval: Int64 = 3_600_000

  /// The options unless configured otherwise.
  public init() {}

  var pauses: Reconciliation.Pauses { Reconciliation.Pauses(start: announcementInterval, full: fullSyncInterval) }
}

extension WallTime {
  /// The system's clock.
  public static var now: WallTime { WallTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}

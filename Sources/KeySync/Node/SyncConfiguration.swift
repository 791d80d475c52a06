import KeySyncStore

/// How a node takes part in a cluster, for the record: no secrets, no key data.
public struct SyncConfiguration: Sendable, Equatable, Encodable {
  /// The name and version of this form.
  public var schema = "keysync.configuration/1"
  /// The node's id.
  public var node: String
  /// The cluster.
  public var cluster: String
  /// Whether messages are sealed.
  public var encryption: Bool
  /// How many changes may wait to be sent.
  public var queueLimit: Int
  /// How long data that was replaced is kept, in milliseconds.
  public var undoWindowMs: Int64
  /// The first part of every topic.
  public var topicRoot: String
  /// The trust hash, in hexadecimal.
  public var trustHash: String
  /// The policy hash, in hexadecimal.
  public var policyHash: String
  /// The trusted peers, this node included, sorted by name.
  public var peers: [Peer]
  /// The figures at the time.
  public var statistics: SyncStatistics

  /// A trusted peer.
  public struct Peer: Sendable, Equatable, Encodable {
    /// What it is called here.
    public var name: String
    /// Its id.
    public var node: String
    /// Since when it is trusted here, in milliseconds.
    public var addedAt: Int64
    /// What it may do, by the date from which it holds.
    public var rules: [Rules]

    enum CodingKeys: String, CodingKey {
      case name, node, rules
      case addedAt = "added_at"
    }
  }

  /// Rules from a date on; without rules the peer is retired.
  public struct Rules: Sendable, Equatable, Encodable {
    /// In milliseconds.
    public var since: Int64
    /// Each as `verb,verb:pattern`.
    public var allow: [String]
  }

  enum CodingKeys: String, CodingKey {
    case schema, node, cluster, encryption, peers, statistics
    case queueLimit = "queue_limit"
    case undoWindowMs = "undo_window_ms"
    case topicRoot = "topic_root"
    case trustHash = "trust_hash"
    case policyHash = "policy_hash"
  }
}

extension KeySynchronizer {
  /// How this node takes part in the cluster now.
  public func configuration() throws -> SyncConfiguration {
    let (trust, peers) = try node.store.read(handle) { (try $0.trust(), try $0.peers()) }
    return SyncConfiguration(
      node: node.nodeID.description,
      cluster: cluster.text,
      encryption: options.encryption,
      queueLimit: options.queueLimit,
      undoWindowMs: options.undoWindow,
      topicRoot: options.topicRoot,
      trustHash: trust.hash(by: node.cryptography).description,
      policyHash: policyHash.description,
      peers: peers.map(SyncConfiguration.Peer.init),
      statistics: try statistics()
    )
  }
}

extension SyncConfiguration.Peer {
  fileprivate init(_ row: PeerRow) {
    self.init(
      name: row.name,
      node: row.node.description,
      addedAt: row.addedAt.milliseconds,
      rules: row.rules.entries.map { entry in
        SyncConfiguration.Rules(since: entry.since.milliseconds, allow: entry.rules.map(\.description))
      }
    )
  }
}

/// The topics of one cluster (PROTOCOL section 9).
package struct Topics: Sendable, Equatable {
  package let root: String
  package let cluster: ClusterName

  /// The root unless configured otherwise. Signatures bind `keysync/v1` whatever the root.
  package static let defaultRoot = "keysync/v1"

  package init(root: String = Topics.defaultRoot, cluster: ClusterName) {
    self.root = root
    self.cluster = cluster
  }

  private var prefix: String { "\(root)/\(cluster.text)/" }

  /// Broadcast of a node's queued changes.
  package func sync(from sender: NodeID, _ partition: Partition) -> String { "\(prefix)sync/\(sender)/\(partition)" }

  /// Everything directed at one node.
  package func inbox(of recipient: NodeID, from sender: NodeID) -> String { "\(prefix)inbox/\(recipient)/\(sender)" }

  package func announce(_ node: NodeID) -> String { "\(prefix)announce/\(node)" }

  package func stats(_ node: NodeID, _ worker: WorkerName) -> String { "\(prefix)stats/\(node)/\(worker.text)" }

  package func status(_ node: NodeID, _ worker: WorkerName) -> String { "\(prefix)status/\(node)/\(worker.text)" }

  /// Whether a topic is one of this cluster.
  package func contains(_ topic: String) -> Bool { topic.hasPrefix(prefix) }

  /// What a node subscribes to that reads through one of so many lanes: the lane's partitions, and on lane 0 the inbox and
  /// the announcements.
  package func subscriptions(of node: NodeID, lane: Int = 0, of lanes: Int = 1) -> [String] {
    let partitions = Partition.allCases.filter { Int($0.rawValue) % lanes == lane }
    let sync = lanes == 1 ? ["\(prefix)sync/+/+"] : partitions.map { "\(prefix)sync/+/\($0)" }
    return sync + (lane == 0 ? ["\(prefix)inbox/\(node)/+", "\(prefix)announce/+"] : [])
  }

  /// The road that a topic name is, if it is one of this cluster that carries signed objects. Topics are compared as
  /// bytes: to a broker, those that Unicode calls equivalent are different ones.
  package func road(of topic: String) -> Road? {
    guard topic.utf8.starts(with: prefix.utf8) else { return nil }
    let segments = topic.utf8.dropFirst(prefix.utf8.count)
      .split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    switch segments.first {
    case "sync" where segments.count == 3:
      guard let sender = NodeID(segments[1]), let partition = Partition(segments[2]) else { return nil }
      return .sync(sender: sender, partition)
    case "inbox" where segments.count == 3:
      guard let recipient = NodeID(segments[1]), let sender = NodeID(segments[2]) else { return nil }
      return .inbox(recipient: recipient, sender: sender)
    case "announce" where segments.count == 2:
      return NodeID(segments[1]).map { .announce($0) }
    default: return nil
    }
  }

  /// The same for the topics of a batch, which are few: each is read once.
  package func roads(of names: [String]) -> [Road?] {
    var known: [[UInt8]: Road?] = [:]
    return names.map { name in
      let bytes = Array(name.utf8)
      if let road = known[bytes] { return road }
      let road = road(of: name)
      known.updateValue(road, forKey: bytes)
      return road
    }
  }
}

/// Where a signed object came from, as its topic says.
package enum Road: Sendable, Equatable {
  case sync(sender: NodeID, Partition)
  case inbox(recipient: NodeID, sender: NodeID)
  case announce(NodeID)

  package var sender: NodeID {
    switch self {
    case .sync(let sender, _), .inbox(_, let sender), .announce(let sender): sender
    }
  }

  /// The types of objects that travel here (PROTOCOL section 9).
  package func carries(_ type: ObjectType) -> Bool {
    switch self {
    case .sync: type == .message
    case .inbox: [.message, .receipt, .reconcile, .fetch].contains(type)
    case .announce: type == .announcement
    }
  }
}

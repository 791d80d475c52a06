/// What somebody hears who watches a cluster. Nothing in it is signed: whoever may publish on the broker can say it.
public enum WatchEvent: Sendable, Equatable {
  /// The broker has let us in; what it keeps comes again.
  case connected
  /// It has answered the subscriptions: what it keeps comes next.
  case subscribed
  /// Why there is no connection, or no subscription, in one sentence with the advice. It is tried again.
  case trouble(String)
  /// A worker's snapshot as it came: any bytes, at most `ClusterWatch.payloadLimit`.
  case snapshot(WatchedWorker, [UInt8])
  /// Whether a worker says `online` (true) or `offline` (false); nil where it says anything else.
  case status(WatchedWorker, isOnline: Bool?)
  /// A worker was retired: nothing is kept of it on a topic.
  case cleared(WatchedWorker)
  /// Something came that no worker publishes.
  case foreign
}

/// One worker of one node, as the topic says.
public struct WatchedWorker: Sendable, Hashable {
  /// The node.
  public let node: NodeID
  /// The worker.
  public let worker: WorkerName

  /// A worker of a node.
  public init(node: NodeID, worker: WorkerName) { (self.node, self.worker) = (node, worker) }
}

/// The figures of one cluster of a node, as its workers publish them (`keysync.stats/1`).
public struct SyncStatistics: Sendable, Equatable, Encodable {
  /// The name and version of this form.
  public var schema = "keysync.stats/1"
  /// The node's id.
  public var node: String
  /// The worker that publishes; nil where the store was asked directly.
  public var worker: String?
  /// The cluster.
  public var cluster: String
  /// When the figures were taken, in milliseconds.
  public var time: Int64
  /// The version of the software.
  public var software: String
  /// Seconds between snapshots.
  public var intervalSeconds: Int?
  /// Seconds since the worker started.
  public var uptimeSeconds: Int?
  /// Whether the worker's connections to the broker stand.
  public var brokerConnected: Bool?
  /// How often they had to be made again.
  public var brokerReconnects: Int?
  /// The lanes that the worker holds, ascending; nil where it does not say.
  public var lanes: [Int]?
  /// Messages of the cluster that the worker committed in one transaction, since it started.
  public var batchMessages: Distribution?
  /// Milliseconds from a message's timestamp, by its sender's clock, to the commit of its changes here, since the worker started.
  public var syncLatencyMs: Distribution?
  /// Milliseconds from the queueing of a change to the last peer's answer, as this worker took it, since it started.
  public var settleLatencyMs: Distribution?
  /// Topics that the broker keeps closed to the node, as `write TOPIC` or `read TOPIC`; nil before they have been tried.
  public var closedRoads: [String]?
  /// How often the worker could not write to the store, since it started.
  public var storeFailures: Int?
  /// Why it cannot at present; nil while it can.
  public var storeTrouble: String?

  /// Sync messages of peers whose changes were committed.
  public var messagesSynced: Int
  /// Changes in the outbound queue.
  public var pendingMessages: Int
  /// Conflicts as this node saw them, once each.
  public var conflictsDetected: Int
  /// Those of them that were resolved, by a record or by the policy.
  public var conflictsResolved: Int
  /// The share of keys that are Synchronized, 0–100; 100 where there are no keys.
  public var successRate: Double
  /// From the commit of a change to the last peer's answer, by this node's clock; nil before the first.
  public var avgSyncLatencyMs: Double?
  /// Trusted peers heard authentically within ten minutes.
  public var activePeers: Int

  /// Messages received of every kind, refused ones too.
  public var received: Int
  /// Received changes that were new and became what their key is: the outcome `applied`.
  public var applied: Int
  /// Refused messages by word.
  public var refused: [String: Int]
  /// Refused messages and changes by sender, as far as it is known who sent them, and word.
  public var refusedBySender: [String: [String: Int]]
  /// Received changes by outcome.
  public var changes: [String: Int]
  /// Messages with queued changes that the broker took.
  public var published: Int
  /// Messages of every kind that the broker has acknowledged to a worker of this node (PUBACK).
  public var acknowledged: Int
  /// Times that a queued change was sent again.
  public var retried: Int
  /// Queued changes that were left to reconciliation, as peers did not answer.
  public var givenUp: Int
  /// Changes that every peer answered for.
  public var settled: Int
  /// Milliseconds that the oldest change in the queue has waited.
  public var oldestPendingMs: Int64?
  /// Records that wait for their parents.
  public var waitingRecords: Int
  /// How far the clocks of trusted peers are ahead of this node's, in milliseconds, by node id, as they last announced themselves.
  public var clockSkewMs: [String: Int64]
  /// The size of the store's files, of all clusters of the node together, in bytes.
  public var storeBytes: Int64
  /// Keys by status.
  public var keys: [String: Int]

  enum CodingKeys: String, CodingKey, CaseIterable {
    case schema, node, worker, cluster, time, software
    case intervalSeconds = "interval_seconds"
    case uptimeSeconds = "uptime_seconds"
    case brokerConnected = "broker_connected"
    case brokerReconnects = "broker_reconnects"
    case lanes
    case batchMessages = "batch_messages"
    case syncLatencyMs = "sync_latency_ms"
    case settleLatencyMs = "settle_latency_ms"
    case closedRoads = "closed_roads"
    case storeFailures = "store_failures"
    case storeTrouble = "store_trouble"
    case messagesSynced = "messages_synced"
    case pendingMessages = "pending_messages"
    case conflictsDetected = "conflicts_detected"
    case conflictsResolved = "conflicts_resolved"
    case successRate = "success_rate"
    case avgSyncLatencyMs = "avg_sync_latency_ms"
    case activePeers = "active_peers"
    case refusedBySender = "refused_by_sender"
    case received, applied, refused, changes, published, acknowledged, retried, settled
    case givenUp = "given_up"
    case oldestPendingMs = "oldest_pending_ms"
    case waitingRecords = "waiting_records"
    case clockSkewMs = "clock_skew_ms"
    case storeBytes = "store_bytes"
    case keys
  }
}

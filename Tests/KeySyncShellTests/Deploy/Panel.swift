@testable import KeySync

/// A panel of the dashboard: some figures of the snapshot over time.
struct Panel {
  let title: String
  /// Grafana's name of the unit.
  var unit = "short"
  /// Whether the figures are of a node, so that its workers say the same, or of each worker.
  var isOfNode = true
  /// Whether the figures are counts of which the growth is shown.
  var isRate = false
  let fields: [Field]

  /// A figure as the flattened snapshot calls it.
  enum Field {
    case one(String)
    /// All entries of an object whose names are not known beforehand.
    case entries(String)
  }

  typealias Keys = SyncStatistics.CodingKeys

  /// Everything that the dashboard shows beside the table of workers.
  static let all: [Panel] = [
    Panel(title: "Changes that wait", fields: [.field(.pendingMessages)]),
    Panel(title: "The oldest change has waited for", unit: "ms", fields: [.field(.oldestPendingMs)]),
    Panel(
      title: "Applied, published, acknowledged, sent again",
      unit: "cps",
      isRate: true,
      fields: [.field(.applied), .field(.published), .field(.acknowledged), .field(.retried)]
    ),
    Panel(title: "Share of keys that are Synchronized", unit: "percent", fields: [.field(.successRate)]),
    Panel(
      title: "Keys by status",
      fields: ["Synchronized", "Pending", "Synchronizing", "Failed", "Conflict"].map { .field(.keys, $0) }
    ),
    Panel(title: "Conflicts", fields: [.field(.conflictsDetected), .field(.conflictsResolved)]),
    Panel(title: "Refused messages by word", fields: [.entries(Keys.refused.rawValue)]),
    Panel(title: "Left to reconciliation; records that wait", fields: [.field(.givenUp), .field(.waitingRecords)]),
    Panel(
      title: "From the sender to the commit here",
      unit: "ms",
      isOfNode: false,
      fields: ["p50", "p95", "p99", "max"].map { .field(.syncLatencyMs, $0) }
    ),
    Panel(
      title: "From queued to settled",
      unit: "ms",
      isOfNode: false,
      fields: ["p50", "p95", "p99", "max"].map { .field(.settleLatencyMs, $0) }
    ),
    Panel(title: "Settled on average after", unit: "ms", fields: [.field(.avgSyncLatencyMs)]),
    Panel(
      title: "Messages in a batch",
      isOfNode: false,
      fields: ["p50", "p99", "max"].map { .field(.batchMessages, $0) }
    ),
    Panel(title: "Active peers", fields: [.field(.activePeers)]),
    Panel(title: "Clocks of peers ahead by", unit: "ms", fields: [.entries(Keys.clockSkewMs.rawValue)]),
    Panel(title: "Size of the store", unit: "bytes", fields: [.field(.storeBytes)]),
    Panel(title: "Writes that the store did not take", isOfNode: false, fields: [.field(.storeFailures)]),
    Panel(
      title: "Connections made again; uptime in seconds",
      isOfNode: false,
      fields: [.field(.brokerReconnects), .field(.uptimeSeconds)]
    ),
  ]
}

extension Panel.Field {
  /// A field, or what stands in it under a name: Telegraf joins them with `_`.
  static func field(_ key: Panel.Keys, _ name: String? = nil) -> Self {
    .one(key.rawValue + (name.map { "_\($0)" } ?? ""))
  }
}

import KeySync

/// One cluster at a glance.
struct ClusterStatus {
  let name: ClusterName
  private let workers: [WorkerState]
  private let peers: [TrustedPeer]
  private let statistics: SyncStatistics

  /// A queue is noticed when its oldest change has waited for a minute.
  private static let patience: Int64 = 60_000

  init(_ synchronizer: KeySynchronizer) throws {
    name = synchronizer.cluster
    workers = try synchronizer.workers()
    peers = try synchronizer.peers().filter { !$0.isSelf }
    statistics = try synchronizer.statistics()
  }

  /// What somebody has to look at, with the advice; empty when all is well.
  var attention: [String] {
    var attention: [String] = []
    let running = workers.filter(\.isRunning)
    if running.isEmpty {
      attention.append("no worker is running (keysync worker)")
    } else if !running.contains(where: \.isConnected) {
      attention.append("no worker is connected to the broker")
    }
    if let count = statistics.keys["Conflict"], count > 0 {
      attention.append("\(counted(count, "key")) in conflict (keysync conflict list)")
    }
    if let count = statistics.keys["Failed"], count > 0 {
      attention.append("\(counted(count, "key")) failed at some peer (keysync key list)")
    }
    if let oldest = statistics.oldestPendingMs, oldest > Self.patience, !peers.isEmpty {
      attention.append("changes have waited for peers for \(Ago.span(oldest))")
    }
    let odd = peers.filter(\.isAtOdds).map(\.name)
    if !odd.isEmpty {
      attention.append("trust or policy is not the same at \(odd.joined(separator: ", ")) (keysync peer list)")
    }
    return attention
  }

  /// For people: names and texts.
  var lines: [(String, String)] {
    (workers.isEmpty ? [("worker", "none")] : workers.map { ("worker", Self.text(of: $0)) }) + [
      ("keys", keysText), ("queue", queueText), ("peers", "\(peers.count), \(statistics.activePeers) active"),
    ]
  }

  private var keysText: String {
    let counts = Self.words.compactMap { word in
      statistics.keys[word].flatMap { $0 > 0 ? "\($0) \(word)" : nil }
    }
    let total = statistics.keys.values.reduce(0, +)
    return counts.isEmpty ? "none" : "\(total): \(counts.joined(separator: ", "))"
  }

  private static let words = ["Synchronized", "Pending", "Synchronizing", "Failed", "Conflict"]

  private var queueText: String {
    guard let oldest = statistics.oldestPendingMs else { return "empty" }
    return "\(counted(statistics.pendingMessages, "change")), the oldest waits for \(Ago.span(oldest))"
  }

  private static func text(of worker: WorkerState) -> String {
    guard worker.isRunning else { return "\(worker.name): not running, seen \(Ago.text(worker.lastSeen))" }
    let connection = worker.isConnected ? "connected" : "not connected"
    let lanes = worker.lanes.map(String.init).joined(separator: " ")
    let share = worker.lanes.isEmpty ? "standby" : "\(worker.lanes.count == 1 ? "lane" : "lanes") \(lanes)"
    return "\(worker.name): \(connection), \(share), process \(worker.processID), seen \(Ago.text(worker.lastSeen))"
  }

  /// The cluster as JSON: these fields, always all of them.
  var json: JSONValue {
    .object([
      "cluster": .text(name.text),
      "workers": .array(workers.map(Self.json)),
      "keys": .object(statistics.keys.mapValues { .number(Int64($0)) }),
      "pending_messages": .number(Int64(statistics.pendingMessages)),
      "oldest_pending_ms": statistics.oldestPendingMs.map(JSONValue.number) ?? .null,
      "peers_total": .number(Int64(peers.count)),
      "active_peers": .number(Int64(statistics.activePeers)),
      "attention": .array(attention.map(JSONValue.text)),
    ])
  }

  private static func json(of worker: WorkerState) -> JSONValue {
    .object([
      "name": .text(worker.name.text),
      "process_id": .number(Int64(worker.processID)),
      "started_at": .number(worker.startedAt.milliseconds),
      "last_seen": .number(worker.lastSeen.milliseconds),
      "is_running": .bool(worker.isRunning),
      "is_connected": .bool(worker.isConnected),
      "lanes": .array(worker.lanes.map { .number(Int64($0)) }),
    ])
  }
}

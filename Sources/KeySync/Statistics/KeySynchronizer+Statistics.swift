import KeySyncStore

extension KeySynchronizer {
  /// Within this time of its last authentic message a peer counts as active: 10 minutes.
  static let activity: Int64 = 600_000

  /// The figures as the store has them now.
  public func statistics() throws -> SyncStatistics {
    let now = now()
    let (figures, counters, activePeers) = try node.store.read(handle) { transaction in
      let peers = try transaction.trust().nodes.filter { $0 != node.nodeID }
      return (
        try transaction.figures(), try transaction.counters(),
        try transaction.activePeers(among: peers, since: now.advanced(byMilliseconds: -Self.activity))
      )
    }
    return statistics(figures, counters, activePeers: activePeers, at: now)
  }

  private func statistics(
    _ figures: StoreFigures,
    _ counters: [String: Int],
    activePeers: Int,
    at now: WallTime
  ) -> SyncStatistics {
    let settled = counters[CountedEvent.settled.name] ?? 0
    let inConflict = options.policy.isManual ? figures.conflicts : 0
    let synchronized = figures.keys - inConflict - figures.pending - figures.synchronizing - figures.failed
    return SyncStatistics(
      node: node.nodeID.description,
      cluster: cluster.text,
      time: now.milliseconds,
      software: KeySyncVersion.software,
      messagesSynced: counters[CountedEvent.synced.name] ?? 0,
      pendingMessages: figures.queued,
      conflictsDetected: counters["conflicts_detected"] ?? 0,
      conflictsResolved: counters["conflicts_resolved"] ?? 0,
      successRate: figures.keys == 0 ? 100 : 100 * Double(synchronized) / Double(figures.keys),
      avgSyncLatencyMs: settled == 0 ? nil : Double(counters[CountedEvent.latency.name] ?? 0) / Double(settled),
      activePeers: activePeers,
      received: counters[CountedEvent.received.name] ?? 0,
      refused: counters.strippingPrefix(CountedEvent.refusedPrefix),
      changes: counters.strippingPrefix(CountedEvent.changePrefix),
      published: counters[CountedEvent.published.name] ?? 0,
      settled: settled,
      oldestPendingMs: figures.oldestQueued.map { now.milliseconds - $0.milliseconds },
      waitingRecords: figures.waiting,
      keys: [
        "Pending": figures.pending, "Synchronizing": figures.synchronizing, "Synchronized": synchronized,
        "Conflict": inConflict, "Failed": figures.failed,
      ]
    )
  }
}

extension [String: Int] {
  /// The entries whose name begins with the prefix, under the rest of their name.
  fileprivate func strippingPrefix(_ prefix: String) -> [String: Int] {
    var stripped: [String: Int] = [:]
    for (name, count) in self where name.hasPrefix(prefix) { stripped[String(name.dropFirst(prefix.count))] = count }
    return stripped
  }
}

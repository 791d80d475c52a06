import KeySyncStore

extension KeySynchronizer {
  /// Within this time of its last authentic message a peer counts as active: 10 minutes.
  static let activity: Int64 = 600_000

  /// The figures as the store has them now.
  public func statistics() throws -> SyncStatistics {
    let now = now()
    return try node.store.read(handle) { transaction in
      let peers = try peerState(transaction)
      return statistics(
        try transaction.figures(),
        try transaction.counters(),
        refusals: try transaction.refusals(),
        unsettled: try unsettledKeys(peers, transaction),
        activePeers: peers.active.count,
        clockSkews: try clockSkews(transaction),
        at: now
      )
    }
  }

  /// The number of keys by the word of their status, but for those that are Synchronized.
  private func unsettledKeys(_ peers: PeerState, _ transaction: ClusterTransaction) throws -> [String: Int] {
    var counts: [String: Int] = [:]
    for status in KeySyncStatus.unsettled { counts[status.word] = 0 }
    let confirmation = Confirmation(active: peers.active, of: peers.all, agreements: peers.agreements)
    let pages = ConcurrentPages { (page: [EncodedKey]) in
      try page.map { self.summary(of: try $0.decoded(), peers).status }
    }
    try transaction.forEachPageOfUnsettledKeys(by: confirmation, pages.add)
    for status in try pages.results().joined() where status != .synchronized { counts[status.word, default: 0] += 1 }
    return counts
  }

  /// Those of the peers that are trusted and have announced themselves.
  private func clockSkews(_ transaction: ClusterTransaction) throws -> [String: Int64] {
    let peers = Set(try transaction.trust().nodes).subtracting([node.nodeID])
    let known = try transaction.announcements().filter { peers.contains($0.key) }
    return Dictionary(uniqueKeysWithValues: known.map { ($0.key.description, $0.value.skew) })
  }

  private func statistics(
    _ figures: StoreFigures,
    _ counters: [String: Int],
    refusals: [NodeID: [String: Int]],
    unsettled: [String: Int],
    activePeers: Int,
    clockSkews: [String: Int64],
    at now: WallTime
  ) -> SyncStatistics {
    let settled = counters[CountedEvent.settled.name] ?? 0
    let synchronized = figures.keys - unsettled.values.reduce(0, +)
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
      applied: counters[CountedEvent.change(.applied).name] ?? 0,
      refused: counters.strippingPrefix(CountedEvent.refusedPrefix),
      refusedBySender: Dictionary(uniqueKeysWithValues: refusals.map { ($0.key.description, $0.value) }),
      changes: counters.strippingPrefix(CountedEvent.changePrefix),
      published: counters[CountedEvent.published.name] ?? 0,
      acknowledged: counters[CountedEvent.acknowledged.name] ?? 0,
      retried: counters[CountedEvent.retried.name] ?? 0,
      givenUp: counters["given_up"] ?? 0,
      settled: settled,
      oldestPendingMs: figures.oldestQueued.map { now.milliseconds - $0.milliseconds },
      waitingRecords: figures.waiting,
      clockSkewMs: clockSkews,
      storeBytes: node.store.bytes,
      keys: unsettled.merging([KeySyncStatus.synchronized.word: synchronized]) { $1 }
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

import KeySync

/// Waits until the worker has compared with peers, one bar after another.
struct SyncWaiting {
  private let synchronizer: KeySynchronizer
  private let peers: [TrustedPeer]
  private let requests: [NodeID: Int64]

  private static let poll = Duration.milliseconds(100)
  /// How long the worker may say nothing: a session that nobody answers is given up after half a minute.
  private static let patience = Duration.seconds(90)

  init(_ synchronizer: KeySynchronizer, _ peers: [TrustedPeer], _ requests: [NodeID: Int64]) {
    self.synchronizer = synchronizer
    self.peers = peers
    self.requests = requests
  }

  func finish() async throws -> [SyncReport] {
    var reports: [SyncReport] = []
    for peer in peers { reports.append(try await wait(for: peer)) }
    let known = try synchronizer.peers()
    return reports.map { report in
      SyncReport(peer: known.first { $0.node == report.peer.node } ?? report.peer, sync: report.sync)
    }
  }

  private func wait(for peer: TrustedPeer) async throws -> SyncReport {
    var bar = ProgressBar(peer.name)
    defer { bar.finish() }
    var (last, deadline): (PeerSync?, ContinuousClock.Instant) = (nil, .now + Self.patience)
    while .now < deadline {
      let sync = try synchronizer.peerSyncs()[peer.node].flatMap { isOurs($0) ? $0 : nil }
      if let sync {
        if sync.outcome != nil { return SyncReport(peer: peer, sync: sync) }
        bar.show(
          sync.settledHere + sync.settledThere,
          of: sync.lackedHere + sync.lackedThere,
          note: "\(sync.settledHere) fetched, \(sync.settledThere) sent"
        )
      }
      if sync != last { (last, deadline) = (sync, .now + Self.patience) }
      try await Task.sleep(for: Self.poll)
    }
    return SyncReport(peer: peer, sync: last)
  }

  /// Whether a run was begun for our request, or for a later one.
  private func isOurs(_ sync: PeerSync) -> Bool {
    guard let request = requests[sync.peer], let seenTo = sync.request else { return false }
    return seenTo >= request
  }
}

import Synchronization

/// What this process has measured in one cluster since it started: not in the store, as each measurement would be a write.
final class LatencyRecorder: Sendable {
  private struct State {
    var sync: Spread?
    var settle: Spread?
    var batches: Spread?
  }

  /// A week, in milliseconds: a change that a peer answers for later than that waited for the peer, not for the network.
  private static let longestLatency: UInt64 = 7 * 86_400_000
  /// Sixteen times what one batch holds of a broker's messages; a program with its own connection may hand in more.
  private static let largestBatch: UInt64 = 4096

  // A process that only runs one command measures nothing, and needs no memory for it.
  private let state = Mutex(State())

  /// Notes the messages of one transaction that was committed just now.
  ///
  /// - Parameters:
  ///   - sent: the timestamps, by their senders' clocks, of those that brought changes.
  ///   - settled: when the changes were queued that every peer has now answered for.
  func note(batch messages: Int, sent: [WallTime], settled: [WallTime], at now: WallTime) {
    func latencies(_ moments: [WallTime]) -> [Int64] { moments.map { now.milliseconds - $0.milliseconds } }
    state.withLock { state in
      Self.add([Int64(messages)], to: &state.batches, upTo: Self.largestBatch)
      Self.add(latencies(sent), to: &state.sync, upTo: Self.longestLatency)
      Self.add(latencies(settled), to: &state.settle, upTo: Self.longestLatency)
    }
  }

  /// Writes what was measured into a snapshot.
  func fill(_ statistics: inout SyncStatistics) {
    let state = state.withLock { $0 }
    statistics.batchMessages = state.batches?.distribution
    statistics.syncLatencyMs = state.sync?.distribution
    statistics.settleLatencyMs = state.settle?.distribution
  }

  private static func add(_ values: [Int64], to spread: inout Spread?, upTo end: UInt64) {
    guard !values.isEmpty else { return }
    var filled = spread.take() ?? Spread(upTo: end)
    for value in values { filled.add(value) }
    spread = filled
  }
}

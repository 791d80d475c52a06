import Synchronization

/// How many fetches of a peer are answered: a token bucket for each (PROTOCOL section 8).
final class FetchAllowance: Sendable {
  private let buckets = Mutex<[NodeID: Bucket]>([:])

  /// Fetches that may come at once, and in a second after that: 5,120 records a second are more than a node takes in.
  private static let (burst, perSecond) = (40.0, 20.0)

  private struct Bucket {
    var tokens: Double
    var filledAt: WallTime
  }

  /// Whether a fetch is to be answered now. Peers are trusted, so there are no more buckets than a cluster has nodes.
  func take(from peer: NodeID, at now: WallTime) -> Bool {
    buckets.withLock { buckets in
      var bucket = buckets[peer] ?? Bucket(tokens: Self.burst, filledAt: now)
      let seconds = Double(max(0, now.milliseconds - bucket.filledAt.milliseconds)) / 1000
      bucket = Bucket(tokens: min(Self.burst, bucket.tokens + seconds * Self.perSecond), filledAt: now)
      defer { buckets[peer] = bucket }
      guard bucket.tokens >= 1 else { return false }
      bucket.tokens -= 1
      return true
    }
  }
}

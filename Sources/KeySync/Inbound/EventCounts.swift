/// What is counted, under the names that the counters have in the store.
enum CountedEvent: Hashable {
  case received
  /// A sync message of which every change was merged or refused by itself.
  case synced
  case refused(Refusal)
  case change(Outcome)
  /// A change of this node that every peer has answered for.
  case settled
  /// Milliseconds from the commit of such a change to the last answer, added up.
  case latency
  case published
  /// A change that was tried often enough and is left to reconciliation.
  case givenUp
  /// A message that the broker has acknowledged.
  case acknowledged
  /// A change that was sent again.
  case retried
  /// Replies given up because too many waited.
  case repliesDropped
  /// Messages set aside because the store failed on them alone.
  case failed

  var name: String {
    switch self {
    case .received: "received"
    case .synced: "messages_synced"
    case .refused(let refusal): Self.refusedPrefix + refusal.word
    case .change(let outcome): Self.changePrefix + outcome.word
    case .settled: "settled"
    case .latency: "latency_ms_total"
    case .published: "published"
    case .givenUp: "given_up"
    case .acknowledged: "acknowledged"
    case .retried: "retried"
    case .repliesDropped: "replies_dropped"
    case .failed: "failed"
    }
  }

  static let refusedPrefix = "refused."
  static let changePrefix = "change."
}

/// Counts of one transaction, added to the store's counters with it.
struct EventCounts {
  private var counts: [CountedEvent: Int] = [:]

  mutating func add(_ event: CountedEvent, _ amount: Int = 1) { counts[event, default: 0] += amount }

  /// Counts changes that were queued at these times and are settled now.
  mutating func add(settled queued: [WallTime], at now: WallTime) {
    add(.settled, queued.count)
    add(.latency, queued.reduce(0) { $0 + Int(max(0, now.milliseconds - $1.milliseconds)) })
  }

  /// Sorted by name.
  var byName: [(name: String, count: Int)] {
    counts.map { ($0.key.name, $0.value) }.sorted { $0.0 < $1.0 }
  }
}

import KeySyncCrypto
import KeySyncStore

extension KeySynchronizer {
  /// How long rows are taken for: longer than the broker takes to acknowledge, so that a worker that dies leaves them for
  /// the next one soon.
  static let claimDuration: Int64 = 30_000
  /// The pause before a row is offered again that the broker did not take.
  static let unsentPause: Int64 = 1_000
  /// The pause before the first retry; it doubles with every attempt.
  static let firstRetryPause: Int64 = 5_000
  static let longestRetryPause: Int64 = 300_000

  /// Takes the queued changes that are due and makes messages of them: broadcasts for those that were never sent, else to the
  /// inboxes of the peers that have not answered. Every attempt has a new id, time, encryption and signature.
  package func nextMessages() throws -> [OutgoingMessage] {
    let now = now()
    let drafts = try node.store.write(handle) { transaction -> [Draft] in
      let trust = try transaction.trust()
      guard trust.nodes.contains(where: { $0 != node.nodeID }) else { return [] }
      let rows = try transaction.claimOutbox(
        limit: Limits.changesPerMessage,
        until: now.advanced(byMilliseconds: Self.claimDuration),
        at: now
      )
      let drafts = Draft.drafts(of: rows, from: node, trust: trust, at: now)
      for draft in drafts {
        try transaction.noteAttempt(draft.id, carrying: draft.rows.map(\.id), to: draft.destination.recipient, at: now)
      }
      return try drafts.map { try $0.withData(in: transaction) }
    }
    return try drafts.map { draft in
      try message(
        try draft.changes(openedBy: self),
        id: draft.id,
        to: draft.destination,
        readers: draft.readers,
        rows: draft.rows.map(\.id),
        at: now
      )
    }
  }

  /// When a queued change is due next; nil when none is queued.
  package func nextDue() throws -> WallTime? {
    try node.store.read(handle) { try $0.nextOutboxDue() }
  }

  /// Notes which messages the broker took, and when those of them come up again whose changes nobody confirms.
  package func note(sent: [OutgoingMessage], unsent: [OutgoingMessage]) throws {
    let now = now()
    try node.store.write(handle) { transaction in
      let sentRows = Set(sent.flatMap(\.rows))
      try transaction.markSent(sentRows.sorted()) { now.advanced(byMilliseconds: pause(before: $0)) }
      try transaction.markUnsent(
        Set(unsent.flatMap(\.rows)).subtracting(sentRows).sorted(),
        dueAt: now.advanced(byMilliseconds: Self.unsentPause)
      )
      try transaction.increment(CountedEvent.published.name, by: sent.count)
      try transaction.increment(CountedEvent.retried.name, by: Set(sent.filter(\.isRetry).flatMap(\.rows)).count)
    }
  }

  /// Exponential, capped, with a jitter of a fifth either way, so that nodes that failed together do not retry together.
  private func pause(before attempt: Int) -> Int64 {
    let doubled = Self.firstRetryPause << Int64(min(max(attempt, 1), 16) - 1)
    let capped = min(doubled, Self.longestRetryPause)
    var random = node.randomness
    return capped + Int64.random(in: -capped / 5...capped / 5, using: &random)
  }
}

import KeySyncCrypto
import KeySyncStore

extension KeySynchronizer {
  /// How long rows are taken for: longer than the broker takes to acknowledge, so that a worker that dies leaves them for
  /// the next one soon.
  static let claimDuration: Int64 = 30_000
  /// The pause before a row is offered again that the broker did not take.
  static let unsentPause: Int64 = 1_000
  /// The same where it keeps the topic closed: somebody has to open it.
  static let closedPause: Int64 = 10_000
  /// The pause before the first retry; it doubles with every attempt.
  static let firstRetryPause: Int64 = 5_000

  /// Takes the queued changes that are due and makes messages of them: broadcasts for those that were never sent, else to the
  /// inboxes of the peers that are there and have not answered. Every attempt has a new id, time, encryption and signature. What
  /// was tried often enough is left to reconciliation.
  package func nextMessages() throws -> [OutgoingMessage] {
    let now = now()
    let drafts = try node.store.write(handle) { transaction -> [Draft] in
      let peers = try peerState(transaction)
      guard !peers.all.isEmpty else { return [] }
      let rows = try claimRows(in: transaction, at: now)
      let drafts = Draft.drafts(of: rows, to: peers, from: node, trust: try transaction.trust(), at: now)
      for draft in drafts {
        try transaction.noteAttempt(draft.id, carrying: draft.rows.map(\.id), to: draft.destination.recipient, at: now)
      }
      // Nobody is there who has not answered: that was a try as well.
      let addressed = Set(drafts.flatMap(\.rows).map(\.id))
      try transaction.markTried(rows.map(\.id).filter { !addressed.contains($0) }, dueAgain: dueAgain(now))
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

  private func claimRows(in transaction: ClusterTransaction, at now: WallTime) throws -> [OutboxRow] {
    let rows = try transaction.claimOutbox(
      limit: Limits.changesPerMessage,
      until: now.advanced(byMilliseconds: Self.claimDuration),
      at: now
    )
    let spent = rows.filter { $0.attempts >= Limits.sendings }.map(\.id)
    if !spent.isEmpty {
      try transaction.giveUp(spent, at: now)
      try transaction.increment(CountedEvent.givenUp.name, by: spent.count)
    }
    return rows.filter { $0.attempts < Limits.sendings }
  }

  /// When a queued change is due next; nil when none is queued.
  package func nextDue() throws -> WallTime? {
    try node.store.read(handle) { try $0.nextOutboxDue() }
  }

  /// Notes which messages the broker took, and when those of them come up again whose changes not all confirm.
  ///
  /// - Parameter unsent: those that it did not take, with the topics of those that it keeps closed.
  package func note(sent: [OutgoingMessage], unsent: [OutgoingMessage], closed: Set<String> = []) throws {
    let now = now()
    try node.store.write(handle) { transaction in
      let sentRows = Set(sent.flatMap(\.rows))
      try transaction.markTried(sentRows.sorted(), dueAgain: dueAgain(now))
      for message in unsent {
        let isClosed = closed.contains(message.topic)
        try transaction.markUnsent(
          message.rows.filter { !sentRows.contains($0) },
          closedTopic: isClosed ? message.topic : nil,
          dueAt: now.advanced(byMilliseconds: isClosed ? Self.closedPause : Self.unsentPause)
        )
      }
      try transaction.increment(CountedEvent.published.name, by: sent.count)
      try transaction.increment(CountedEvent.retried.name, by: Set(sent.filter(\.isRetry).flatMap(\.rows)).count)
    }
  }

  private func dueAgain(_ now: WallTime) -> (_ attempts: Int) -> WallTime {
    { now.advanced(byMilliseconds: self.pause(before: $0)) }
  }

  /// Exponential, with a jitter of a fifth either way, so that nodes that failed together do not retry together.
  private func pause(before attempt: Int) -> Int64 {
    let pause = Self.firstRetryPause << Int64(min(max(attempt, 1), Limits.sendings) - 1)
    var random = node.randomness
    return pause + Int64.random(in: -pause / 5...pause / 5, using: &random)
  }
}

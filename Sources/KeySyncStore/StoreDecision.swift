import KeySyncCore

/// What one call on a transaction decided of records and messages, with all that it decided by: enough for a second account of
/// the store to be kept beside it.
package enum StoreDecision: Sendable {
  case merged([IncomingChange], MergeRules, WallTime, outcomes: [Outcome])
  case recomputed([KeyID], MergeRules, WallTime)
  case remembered(ReceivedMessage, WallTime, refusal: Refusal?)
  case forgot(WallTime)
  case erased(WallTime)
}

/// The decisions of a transaction that is not committed yet.
final class DecisionLog {
  private(set) var decisions: [StoreDecision] = []

  func append(_ decision: StoreDecision) { decisions.append(decision) }
}

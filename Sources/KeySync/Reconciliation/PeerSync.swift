import KeySyncStore

/// How far this node has come with one peer in a comparison of all heads, and how it ended.
public struct PeerSync: Sendable, Equatable {
  /// The peer.
  public let peer: NodeID
  /// The number of the newest request that is seen to; nil where it was begun without one.
  public let request: Int64?
  /// When it began.
  public let beganAt: WallTime
  /// When something last changed.
  public let updatedAt: WallTime
  /// How it ended; nil while it goes on.
  public let outcome: Outcome?
  /// Messages of this node in the session.
  public let rounds: Int
  /// Records that the peer has and this node lacked, those of them that are dealt with, and those that this node refuses.
  public let lackedHere, settledHere, refusedHere: Int
  /// Records that this node has and the peer lacked, those of them that are dealt with, and those that the peer refuses.
  public let lackedThere, settledThere, refusedThere: Int

  /// How a comparison ended.
  public enum Outcome: String, Sendable {
    /// Both have the same heads.
    case agreed
    /// They have all that the other one accepts; some records one of them refuses.
    case refused
    /// Some records did not come, or were not answered for.
    case unsettled
    /// The peer did not answer, or fell silent.
    case silent
  }

  init(_ row: ReconciliationRow) {
    (peer, request, beganAt, updatedAt) = (row.peer, row.request, row.beganAt, row.updatedAt)
    rounds = row.rounds
    (lackedHere, settledHere, refusedHere) = (row.lackedHere, row.settledHere, row.refusedHere)
    (lackedThere, settledThere, refusedThere) = (row.lackedThere, row.settledThere, row.refusedThere)
    outcome = row.outcome.flatMap(ReconciliationRun.End.init).map { end in
      switch end {
      case .settled: row.refusedHere + row.refusedThere == 0 ? .agreed : .refused
      case .unsettled, .yielded: .unsettled
      case .incomplete, .silent, .refused: .silent
      }
    }
  }
}

extension KeySynchronizer {
  /// Asks this node's worker to compare heads with peers now and to exchange what is lacked.
  ///
  /// - Parameter isFull: whether all heads are compared afresh, from random bounds.
  /// - Returns: the numbers of the requests, by peer.
  public func requestSync(with peers: [NodeID], isFull: Bool) throws -> [NodeID: Int64] {
    let now = now()
    return try node.store.write(handle) { transaction in
      var requests: [NodeID: Int64] = [:]
      for peer in peers { requests[peer] = try transaction.request(syncWith: peer, isFull: isFull, at: now) }
      return requests
    }
  }

  /// The comparison with each peer that goes on, or was the last one.
  public func peerSyncs() throws -> [NodeID: PeerSync] {
    try node.store.read(handle) { try $0.reconciliations() }.mapValues(PeerSync.init)
  }

  /// The runs of this process.
  func reconciliationRuns() -> [NodeID: ReconciliationRun] { reconciler.withState { $0.machine.runs } }
}

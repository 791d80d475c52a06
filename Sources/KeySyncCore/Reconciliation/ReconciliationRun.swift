/// One comparison with a peer and the transfers that follow: what an operator is shown of it.
package struct ReconciliationRun: Sendable, Equatable {
  package let isFull: Bool
  package let beganAt: WallTime
  /// Messages of this node in the session.
  package internal(set) var rounds = 1
  /// Records that the peer has and this node lacks, and the other way, as far as they have come out and were not known to be
  /// refused.
  package internal(set) var lackedHere = 0
  package internal(set) var lackedThere = 0
  /// Those known to be refused for good, here and there, there with their word.
  package internal(set) var refusedHere: Set<RecordID> = []
  package internal(set) var refusedThere: [RecordID: Outcome] = [:]
  /// Those of them that are dealt with.
  package internal(set) var settledHere = 0
  package internal(set) var settledThere = 0
  /// Whether the comparison is through, and only transfers go on.
  package internal(set) var isCompared = false
  package private(set) var end: End?
  /// Whether the peer has answered for all that it lacked, rather than fetched some of it by itself.
  package private(set) var isConfirmed = true

  package enum End: String, Sendable, Equatable {
    /// Everything was dealt with.
    case settled
    /// Some records did not come, or were not answered for.
    case unsettled
    /// The comparison did not come to its end: the peer fell silent, or the set is too large for one session.
    case incomplete
    /// The peer did not answer.
    case silent
    /// The peer's own session goes before.
    case yielded
    /// The peer spoke in a way that nobody should.
    case refused
  }

  init(isFull: Bool, at now: WallTime) {
    self.isFull = isFull
    beganAt = now
  }

  package var isOver: Bool { end != nil }

  /// Whether both sides were found to have the same heads, but for what one of them refuses.
  package var foundNothing: Bool { lackedHere == 0 && lackedThere == 0 }

  mutating func end(_ end: End, leavingHere: Int, there: Int, isConfirmed: Bool) {
    self.end = end
    self.isConfirmed = isConfirmed
    settledHere = max(0, lackedHere - leavingHere)
    settledThere = max(0, lackedThere - there)
  }
}

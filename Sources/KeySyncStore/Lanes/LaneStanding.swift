import KeySyncCore

/// How a worker stands among the live workers of its node.
package struct LaneStanding: Sendable, Equatable {
  /// The lanes that are in force: those of the live worker that came first. One that asks for another number waits.
  package let lanesInForce: Int
  /// The lanes it holds, with the tokens of their leases.
  package let held: [Int: Int64]
  /// What it should claim and give up.
  package let share: LaneShare
  /// The names of the other live workers, sorted.
  package let others: [WorkerName]
}

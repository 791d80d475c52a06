import KeySyncStore
import Synchronization

/// The lanes that this worker holds, for those of its parts that ask.
final class LaneHolding: Sendable {
  /// How many lanes the node has.
  let lanes: LaneCount
  private let clock: LeaseClock
  private let state = Mutex(State())

  private struct State {
    var tokens: [Int: Int64] = [:]
    /// Those of them that are not being given up.
    var kept: Set<Int> = []
    /// Until when nobody else takes them, unless they are renewed.
    var end: LeaseTime?
  }

  init(_ lanes: LaneCount, clock: LeaseClock) { (self.lanes, self.clock) = (lanes, clock) }

  /// The lanes that are read here, ascending; none where this worker is a standby.
  var held: [Int] { state.withLock { $0.kept.sorted() } }

  /// The fence of lane 0 while it is held here: with it come the duties that one worker does for the whole node (announcing,
  /// reconciling, pruning). Nil where another worker does them, and when the lease could not be renewed in time.
  var duty: LaneFence? {
    state.withLock { state in
      guard state.kept.contains(0), isInTime(state), let token = state.tokens[0] else { return nil }
      return LaneFence(lanes: lanes.rawValue, tokens: [0: token])
    }
  }

  /// Whether a lane may be connected: not after its lease could not be renewed in time, as somebody else may read it.
  func mayConnect(_ lane: Int) -> Bool { state.withLock { $0.kept.contains(lane) && isInTime($0) } }

  /// The fence of what was read on these lanes, and those that are not held.
  func fence(of lanes: Set<Int>) -> (fence: LaneFence, lost: Set<Int>) {
    let tokens = state.withLock { $0.tokens.filter { lanes.contains($0.key) } }
    return (LaneFence(lanes: self.lanes.rawValue, tokens: tokens), lanes.subtracting(tokens.keys))
  }

  func note(_ tokens: [Int: Int64], kept: Set<Int>, until end: LeaseTime?) {
    state.withLock { $0 = State(tokens: tokens, kept: kept, end: end) }
  }

  private func isInTime(_ state: State) -> Bool {
    guard let end = state.end else { return false }
    let now = clock.now()
    return now.boot == end.boot && now.milliseconds < end.milliseconds
  }
}

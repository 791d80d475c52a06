import KeySyncCore
import Synchronization

/// The time of the run, which the scheduler alone moves.
final class SimulatedTime: Sendable {
  private let milliseconds: Mutex<Int64>

  /// A day in 2026.
  static let beginning: Int64 = 1_767_900_000_000

  init() { milliseconds = Mutex(Self.beginning) }

  /// Milliseconds since the epoch.
  var now: Int64 {
    get { milliseconds.withLock { $0 } }
    set { milliseconds.withLock { $0 = newValue } }
  }
}

/// One node's clock: ahead of the time of the run, or behind it.
final class SimulatedClock: Sendable {
  private let time: SimulatedTime
  private let ahead = Mutex<Int64>(0)

  init(_ time: SimulatedTime) { self.time = time }

  var now: WallTime { WallTime(milliseconds: time.now + skew) }

  /// Milliseconds by which it is ahead.
  var skew: Int64 {
    get { ahead.withLock { $0 } }
    set { ahead.withLock { $0 = newValue } }
  }
}

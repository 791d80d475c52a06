import KeySyncCore
import Synchronization

/// A clock that only the test moves.
final class TestClock: Sendable {
  private let time: Mutex<WallTime>

  init(_ time: WallTime = WallTime(milliseconds: 1_767_900_000_000)) { self.time = Mutex(time) }

  var now: WallTime { time.withLock { $0 } }

  /// Moves on, or back where `duration` is negative.
  func move(by duration: Duration) {
    let (seconds, attoseconds) = duration.components
    let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
    time.withLock { $0 = $0.advanced(byMilliseconds: milliseconds) }
  }
}

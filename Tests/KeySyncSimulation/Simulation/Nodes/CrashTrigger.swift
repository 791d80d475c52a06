import Synchronization

/// Ends a node's process at one of its next commits.
final class CrashTrigger: Sendable {
  private let commitsLeft = Mutex<Int?>(nil)

  /// Lets so many commits pass and stops the one after them.
  func arm(after commits: Int) { commitsLeft.withLock { $0 = commits } }

  func disarm() { commitsLeft.withLock { $0 = nil } }

  /// Called at the end of every transaction.
  func beforeCommit() throws {
    let isDue = commitsLeft.withLock { left in
      guard let count = left else { return false }
      left = count == 0 ? nil : count - 1
      return count == 0
    }
    if isDue { throw SimulatedCrash() }
  }
}

/// The end of a node's process.
struct SimulatedCrash: Error {}

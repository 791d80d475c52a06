import KeySyncStore
import Synchronization

/// How often a worker could not write to the store, and why it cannot at present.
final class StoreHealth: Sendable {
  private let state = Mutex(State())

  private struct State {
    var failures = 0
    var trouble: String?
  }

  /// What had to be written was.
  func noteWritten() { state.withLock { $0.trouble = nil } }

  /// It was not, and is tried again.
  func note(_ error: any Error) {
    let sentence = StoreError.sentence(for: error)
    state.withLock { state in
      state.failures += 1
      state.trouble = sentence
    }
  }

  func fill(_ statistics: inout SyncStatistics) {
    let state = state.withLock { $0 }
    statistics.storeFailures = state.failures
    statistics.storeTrouble = state.trouble
  }
}

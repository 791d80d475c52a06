import Synchronization

/// What other threads may ask of a connection's thread and know of it.
final class ConnectionControl: Sendable {
  let wakeup = Wakeup()
  private let state = Mutex(State())

  private enum Phase { case idle, running, blocked, ended }

  private struct State {
    var phase = Phase.idle
    var isStopRequested = false
    var isConnected = false
    var connections = 0
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  var isStopRequested: Bool { state.withLock { $0.isStopRequested } }
  var hasEnded: Bool { state.withLock { $0.phase == .ended } }
  var isConnected: Bool { state.withLock { $0.isConnected } }
  var connections: Int { state.withLock { $0.connections } }

  /// Whether the thread should be started: once only, and not after a stop.
  func begin() -> Bool {
    state.withLock { state in
      guard state.phase == .idle else { return false }
      state.phase = .running
      return true
    }
  }

  /// Asks the thread to stop. True where it cannot answer, because there is none yet or it blocks in the library's connect:
  /// then the caller ends the connection, and a thread left behind frees its handle as soon as connect returns.
  func requestStop() -> Bool {
    let isAbandoned = state.withLock { state in
      state.isStopRequested = true
      return state.phase == .idle || state.phase == .blocked
    }
    wakeup.signal()
    return isAbandoned
  }

  /// To be called before and after a blocking call: false if a stop was requested.
  func setBlocked(_ isBlocked: Bool) -> Bool {
    state.withLock { state in
      guard !state.isStopRequested else { return false }
      state.phase = isBlocked ? .blocked : .running
      return true
    }
  }

  func connected() {
    state.withLock { state in
      state.isConnected = true
      state.connections += 1
    }
  }

  func disconnected() { state.withLock { $0.isConnected = false } }

  /// The first call announces the end and lets those go who wait for it.
  func end(announce: () -> Void) {
    let waiters: [CheckedContinuation<Void, Never>]? = state.withLock { state in
      guard state.phase != .ended else { return nil }
      state.phase = .ended
      defer { state.waiters = [] }
      return state.waiters
    }
    guard let waiters else { return }
    announce()
    for waiter in waiters { waiter.resume() }
  }

  func waitUntilEnded() async {
    await withCheckedContinuation { continuation in
      let hasEnded = state.withLock { state in
        if state.phase != .ended { state.waiters.append(continuation) }
        return state.phase == .ended
      }
      if hasEnded { continuation.resume() }
    }
  }
}

import Synchronization

/// What others want of a reader's thread and know of its lanes.
final class ReaderState: Sendable {
  private let state = Mutex(State())

  private struct State {
    var wanted: [Int: ReaderLane] = [:]
    var open: [Int: Lane] = [:]
  }

  private struct Lane {
    var isConnected = false
    var connections = 0
  }

  /// The lanes to be read from now on, by number.
  var wanted: [Int: ReaderLane] {
    get { state.withLock { $0.wanted } }
    set { state.withLock { $0.wanted = newValue } }
  }

  /// The lanes that are wanted or not closed yet, ascending.
  var inUse: [Int] { state.withLock { Set($0.wanted.keys).union($0.open.keys).sorted() } }

  /// Whether every lane that is wanted is connected.
  var isConnected: Bool {
    state.withLock { state in state.wanted.keys.allSatisfy { state.open[$0]?.isConnected == true } }
  }

  /// How often a broker has accepted each lane that is wanted.
  var connections: [Int: Int] {
    state.withLock { state in state.wanted.reduce(into: [:]) { $0[$1.key] = state.open[$1.key]?.connections ?? 0 } }
  }

  func opened(_ lane: Int) { state.withLock { $0.open[lane] = Lane() } }

  func connected(_ lane: Int) {
    state.withLock { state in
      state.open[lane]?.isConnected = true
      state.open[lane]?.connections += 1
    }
  }

  func disconnected(_ lane: Int) { state.withLock { $0.open[lane]?.isConnected = false } }

  /// `isStopped`: it is not wanted again either.
  func closed(_ lane: Int, isStopped: Bool) {
    state.withLock { state in
      state.open[lane] = nil
      if isStopped { state.wanted[lane] = nil }
    }
  }
}

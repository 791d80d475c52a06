import KeySyncStore
import Synchronization

/// What a process knows of the reconciliation of one cluster. It ends with the process: whatever is lost with it is found again
/// by the next comparison.
final class Reconciler: Sendable {
  private let waiting = Mutex<[ReconciliationEvent]>([])
  private let state: Mutex<State>
  private let isAnnouncementDue = Atomic(false)
  private let isPaused = Atomic(false)
  private let makeState: @Sendable () -> State

  struct State {
    var machine: Reconciliation
    var heads = HeadIndex()
    /// What records were judged by when it was last looked.
    var rules: Rules?
    /// The requests that a demand was made of, by peer, and the runs as they were last written down.
    var requests: [NodeID: Int64] = [:]
    var written: [NodeID: ReconciliationRun] = [:]
    /// The last row of the table `record` at the last look, and when the run with each peer began.
    var lastRow: Int64 = 0
    var rowsAtBegin: [NodeID: Int64] = [:]
    var lastLook = WallTime(milliseconds: 0)
  }

  /// Trust; the policy and the selection last as long as the process.
  struct Rules: Equatable {
    let trustHash: Bytes32
  }

  /// Events that may wait to be looked at: more are let go, and what they would have said is found by the next comparison.
  private static let eventsWaiting = 4096

  init(of node: Node, pauses: Reconciliation.Pauses) {
    let (id, cryptography) = (node.nodeID, node.cryptography)
    makeState = { State(machine: Reconciliation(of: id, by: cryptography, pauses: pauses)) }
    state = Mutex(makeState())
  }

  /// Another process does it: what is noted here is let go.
  func pause() {
    isPaused.store(true, ordering: .relaxed)
    _ = takeEvents()
  }

  /// This process does it from now on, from the beginning.
  func begin() {
    _ = takeEvents()
    state.withLock { $0 = makeState() }
    isPaused.store(false, ordering: .relaxed)
  }

  func note(_ events: [ReconciliationEvent]) {
    guard !events.isEmpty, !isPaused.load(ordering: .relaxed) else { return }
    waiting.withLock { waiting in
      if waiting.count + events.count <= Self.eventsWaiting { waiting += events }
    }
  }

  var hasEvents: Bool { waiting.withLock { !$0.isEmpty } }

  /// Whether something is to be looked at, or out.
  var isBusy: Bool { hasEvents || state.withLock { $0.machine.isBusy } }

  func takeEvents() -> [ReconciliationEvent] {
    waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }

  func withState<Value>(_ body: (inout State) throws -> Value) rethrows -> Value {
    try state.withLock { state throws in try body(&state) }
  }

  /// An announcement is worth more now than at its time: a run has ended, or trust has changed.
  func hastenAnnouncement() { isAnnouncementDue.store(true, ordering: .relaxed) }

  /// Whether an announcement was hastened since this was last asked.
  func takeHaste() -> Bool { isAnnouncementDue.exchange(false, ordering: .relaxed) }
}

import KeySyncStore
import Synchronization

/// What a process knows of the reconciliation of one cluster. It ends with the process: whatever is lost with it is found again
/// by the next comparison.
final class Reconciler: Sendable {
  private let waiting = Mutex<[ReconciliationEvent]>([])
  private let state: Mutex<State>
  private let isAnnouncementDue = Atomic(false)
  private let isDataLacking = Atomic(false)

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
    state = Mutex(State(machine: Reconciliation(of: node.nodeID, by: node.cryptography, pauses: pauses)))
  }

  func note(_ events: [ReconciliationEvent]) {
    guard !events.isEmpty else { return }
    waiting.withLock { waiting in
      if waiting.count + events.count <= Self.eventsWaiting { waiting += events }
    }
    if events.contains(where: \.lacksData) { isDataLacking.store(true, ordering: .relaxed) }
  }

  var hasEvents: Bool { waiting.withLock { !$0.isEmpty } }

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

  /// Whether a record came without its data since this was last asked.
  func takeLack() -> Bool { isDataLacking.exchange(false, ordering: .relaxed) }
}

extension ReconciliationEvent {
  fileprivate var lacksData: Bool {
    if case .took(let outcomes) = self { outcomes.contains { $0.outcome == .missingData } } else { false }
  }
}

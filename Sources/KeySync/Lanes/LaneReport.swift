import KeySyncStore
import Logging

/// Says in the log how a worker's lanes change, and why it has none.
struct LaneReport {
  private var kept: Set<Int> = []
  private var said: Idleness?

  /// Why a worker has no lane.
  private enum Idleness: Equatable {
    case standby
    case waiting(lanesInForce: Int)
  }

  mutating func log(_ standing: LaneStanding, kept now: Set<Int>, asked: LaneCount, to logger: Logger) {
    let (taken, given) = (now.subtracting(kept), kept.subtracting(now))
    kept = now
    let others = standing.others.isEmpty ? "none" : standing.others.map(\.text).joined(separator: ",")
    let more: Logger.Metadata = ["held": "\(now.text)", "of": "\(asked.rawValue)", "other_workers": "\(others)"]
    if !taken.isEmpty { logger.info("lanes taken", metadata: more.merging(["lanes": "\(taken.text)"]) { $1 }) }
    if !given.isEmpty { logger.info("lanes given up", metadata: more.merging(["lanes": "\(given.text)"]) { $1 }) }
    let idleness = idleness(standing, asked)
    defer { said = idleness }
    guard let idleness, idleness != said else { return }
    switch idleness {
    case .standby:
      logger.notice("standby: other workers of this node hold all lanes", metadata: ["workers": "\(others)"])
    case .waiting(let lanes):
      logger.warning(
        """
        standby: the workers that run were started with 'lanes: \(lanes)', this one with 'lanes: \(asked.rawValue)'; it begins \
        when they have been restarted
        """,
        metadata: ["workers": "\(others)"]
      )
    }
  }

  /// Nil where it has lanes, or is about to.
  private func idleness(_ standing: LaneStanding, _ asked: LaneCount) -> Idleness? {
    if standing.lanesInForce != asked.rawValue { return .waiting(lanesInForce: standing.lanesInForce) }
    return kept.isEmpty && !standing.others.isEmpty ? .standby : nil
  }
}

extension Set<Int> {
  /// Ascending, parted by commas; `none` where it is empty.
  fileprivate var text: String { isEmpty ? "none" : sorted().map(String.init).joined(separator: ",") }
}

import KeySync
import KeySyncStore

/// The end of all faults: clocks are right, roads open, every decision is followed everywhere, and what nodes lack is fetched
/// until nothing changes.
extension Simulation {
  private static let rounds = 16
  /// More than the longest pause before a retry.
  private static let roundDuration: Int64 = 370_000
  private static let stepsOfRound = 200_000

  func heal() throws {
    isHealed = true
    faults = .none
    cuts = []
    for node in nodes {
      node.clock.skew = 0
      node.trigger.disarm()
      node.effectsLeft = nil
      try node.start(options)
      resume(node)
      for peer in 0...plan.hostile { attempt(node) { node, _ in try introduce(peer, to: node) } }
      for decision in followed.sorted().map({ plan.decisions[$0] }) {
        guard decision.peer != node.number || !decision.setsApart else { continue }
        attempt(node) { _, synchronizer in try follow(decision, at: synchronizer) }
      }
      queue.insert(.announce(node.number), at: time.now)
    }
    var before: [Holding] = []
    for round in 1...Self.rounds {
      settle()
      let holdings = try comparable.map { try Holding($0, keys: allKeys, at: $0.clock.now) }
      for (node, holding) in zip(comparable, holdings) {
        attempt(node) { node, synchronizer in try fetch(holding, from: holdings, to: node, synchronizer) }
      }
      settle()
      if round > 1, holdings == before { return }
      before = holdings
      time.now += Self.roundDuration
    }
    report("the nodes do not come to rest")
  }

  /// The nodes that end with equal trust.
  var comparable: [SimulatedNode] { plan.comparableNodes(following: followed).map { nodes[$0] } }

  /// Lets what is due happen until nothing is due.
  private func settle() {
    for node in nodes {
      queue.insert(.publish(node.number), at: time.now)
      queue.insert(.maintain(node.number), at: time.now)
    }
    settleRoads()
  }

  private func settleRoads() {
    for _ in 0..<Self.stepsOfRound {
      guard let next = queue.nextTime else { return }
      do { try run(until: next) } catch { report("\(error)") }
    }
    report("messages never end")
  }

  /// A node asks each other one for the heads that it lacks, and for parents that it waits for: what reconciliation will do.
  private func fetch(
    _ own: Holding,
    from holdings: [Holding],
    to node: SimulatedNode,
    _ synchronizer: KeySynchronizer
  ) throws {
    for other in holdings where other.number != node.number {
      let wanted = own.lacks(of: other)
      for start in stride(from: 0, to: wanted.count, by: Limits.idsPerFetch) {
        let ids = Array(wanted[start..<min(start + Limits.idsPerFetch, wanted.count)])
        try send([.fetch(ids, from: nodes[other.number].nodeID)], from: node, synchronizer)
        settleRoads()
      }
    }
  }
}

import KeySync
import KeySyncStore

/// The end of all faults but one: clocks are right, roads open, every decision is followed everywhere; messages are still lost.
/// The nodes compare their heads and exchange what they lack, by the protocol, until all have the same.
extension Simulation {
  private static let rounds = 120
  private static let roundDuration: Int64 = 200_000
  /// The share of deliveries that are lost at most.
  private static let mostLoss = 0.2

  func heal() throws {
    isHealed = true
    faults = .none
    faults.drop = min(plan.faults.drop, Self.mostLoss)
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
    }
    for node in nodes {
      queue.insert(.tick(node.number), at: time.now)
      queue.insert(.maintain(node.number), at: time.now)
    }
    var before: [Holding] = []
    for _ in 1...Self.rounds {
      try run(until: time.now + Self.roundDuration)
      let holdings = try comparable.map { try Holding($0, keys: allKeys, at: $0.clock.now) }
      if holdings == before, areAlike(holdings) { return }
      before = holdings
    }
    report("the nodes do not become alike: \(before.flatMap { own in before.compactMap { own.need(of: $0) } })")
  }

  /// The nodes that end with equal trust.
  var comparable: [SimulatedNode] { plan.comparableNodes(following: followed).map { nodes[$0] } }

  /// Whether some node was set apart, so that what others send it is never answered.
  var isAnyoneApart: Bool {
    followed.contains { plan.decisions[$0].setsApart && plan.decisions[$0].peer < plan.nodes }
  }

  /// Whether nobody lacks what another one has, and nothing is left to be sent.
  private func areAlike(_ holdings: [Holding]) -> Bool {
    guard isAnyoneApart || holdings.allSatisfy({ $0.queued == 0 }) else { return false }
    return holdings.allSatisfy { own in holdings.allSatisfy { own.lacks(of: $0).isEmpty } }
  }
}

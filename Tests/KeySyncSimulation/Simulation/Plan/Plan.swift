/// All that a seed decides before the run: who takes part, what goes wrong, what users do.
package struct Plan: Sendable {
  package let seed: UInt64
  package let signatures: Signatures
  /// Honest nodes; with the hostile peer they are 2 to 9.
  package let nodes: Int
  package let hasHostile: Bool
  /// Keys that are written to.
  package let keys: Int
  package let options: PlannedOptions
  /// Pairs of nodes that do not know each other at first.
  package let strangers: [(Int, Int)]
  package let decisions: [Decision]
  package var faults: Faults
  /// Sorted by time.
  package var events: [Event]

  /// The hostile peer's number.
  package var hostile: Int { nodes }

  /// Something planned, so many milliseconds after the beginning.
  package struct Event: Sendable, Equatable, CustomStringConvertible {
    package let time: Int64
    package let action: Action

    package var description: String { "\(time) ms: \(action)" }
  }
}

extension Plan {
  /// How long things go wrong, in milliseconds: longer than messages are remembered.
  static let duration: Int64 = 1_200_000

  package init(seed: UInt64, signatures: Signatures) {
    let scale = Scale.of(signatures)
    var generator = SeededGenerator(seed: seed)
    self.seed = seed
    self.signatures = signatures
    hasHostile = generator.chance(0.6)
    let most = generator.chance(scale.usualNodes.share) ? scale.usualNodes.count : 9
    nodes = (hasHostile ? 1 : 2) + generator.below(most - 1)
    keys = 1 + generator.below(scale.keys)
    options = PlannedOptions.drawn(nodes: nodes, from: &generator)
    faults = Faults.drawn(from: &generator)
    let total = nodes + (hasHostile ? 1 : 0)
    strangers = generator.chance(0.2) && total > 2 ? [(0, 1 + generator.below(total - 1))] : []
    decisions = Self.decisions(nodes: nodes, hasHostile: hasHostile, from: &generator)
    events = []
    var drawing = Drawing(self, generator)
    events = drawing.events()
  }

  private static func decisions(nodes: Int, hasHostile: Bool, from generator: inout SeededGenerator) -> [Decision] {
    var decisions: [Decision] = []
    if hasHostile, generator.chance(0.5) { decisions.append(apart(nodes, from: &generator)) }
    if nodes > 2, generator.chance(0.15) { decisions.append(apart(generator.below(nodes), from: &generator)) }
    if generator.chance(0.4) {
      for _ in 0..<(1 + generator.below(3)) {
        let rules = Decision.permissions[generator.below(Decision.permissions.count)]
        let peer = generator.below(nodes + (hasHostile ? 1 : 0))
        let since = generator.number(-duration / 4...duration)
        decisions.append(Decision(peer: peer, kind: .permit(rules, since: since)))
      }
    }
    return decisions
  }

  private static func apart(_ peer: Int, from generator: inout SeededGenerator) -> Decision {
    Decision(peer: peer, kind: generator.chance(0.5) ? .revoke : .retire(since: generator.number(0...duration)))
  }

  /// What runs the seed again.
  package var command: String {
    "swift run -c release keysync-simulate --seed \(seed)" + (signatures == .standIn ? " --stand-in" : "")
  }

  /// The nodes of which the honest ones think as of each other at the end.
  package func comparableNodes(following followed: Set<Int>) -> [Int] {
    let distrusted = followed.filter { decisions[$0].setsApart }.map { decisions[$0].peer }
    return (0..<nodes).filter { !distrusted.contains($0) }
  }
}

/// All that a seed decides before the run: who takes part, what goes wrong, what users do.
package struct Plan: Sendable {
  package let seed: UInt64
  /// Honest nodes; with the hostile peer they are 2 to 9.
  package let nodes: Int
  package let hasHostile: Bool
  /// Keys that are written to.
  package let keys: Int
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

  /// What all honest nodes come to think of a peer, each at its own time.
  package struct Decision: Sendable, Equatable {
    package let peer: Int
    package let kind: Kind

    package enum Kind: Sendable, Equatable {
      /// From so many milliseconds after the beginning on it may do nothing.
      case retire(since: Int64)
      case revoke
    }
  }
}

extension Plan {
  /// How long things go wrong, in milliseconds.
  static let duration: Int64 = 1_200_000

  package init(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    self.seed = seed
    hasHostile = generator.chance(0.6)
    nodes = (hasHostile ? 1 : 2) + generator.below(generator.chance(0.8) ? 4 : 8)
    keys = 1 + generator.below(5)
    faults = Faults.drawn(from: &generator)
    let total = nodes + (hasHostile ? 1 : 0)
    var strangers: [(Int, Int)] = []
    if generator.chance(0.2), total > 2 { strangers.append((0, 1 + generator.below(total - 1))) }
    self.strangers = strangers
    var decisions: [Decision] = []
    if hasHostile, generator.chance(0.5) {
      decisions.append(Decision(peer: nodes, kind: Self.kind(from: &generator)))
    }
    if nodes > 2, generator.chance(0.15) {
      decisions.append(Decision(peer: generator.below(nodes), kind: Self.kind(from: &generator)))
    }
    self.decisions = decisions
    events = []
    var drawing = Drawing(self, generator)
    events = drawing.events()
  }

  private static func kind(from generator: inout SeededGenerator) -> Decision.Kind {
    generator.chance(0.5) ? .revoke : .retire(since: generator.number(0...duration))
  }

  /// The nodes of which the honest ones think as of each other at the end.
  package func comparableNodes(following followed: Set<Int>) -> [Int] {
    let distrusted = followed.map { decisions[$0].peer }
    return (0..<nodes).filter { !distrusted.contains($0) }
  }
}

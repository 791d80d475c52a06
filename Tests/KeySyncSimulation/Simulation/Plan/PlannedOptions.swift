import KeySync
import KeySyncStore

/// How all nodes of a run take part, drawn for each seed: nodes are given by their numbers.
package struct PlannedOptions: Sendable, Equatable {
  var strategy = PolicyRule.Strategy.manual
  var deletes = PolicyRule.Deletes.win
  var creators: [Int] = []
  var undoWindow = MergeRules.defaultUndoWindow
  var encryption = true

  /// Manual decisions, sealed messages and a long undo window in most seeds.
  static func drawn(nodes: Int, from generator: inout SeededGenerator) -> PlannedOptions {
    var options = PlannedOptions()
    if generator.chance(0.4) {
      options.strategy = PolicyRule.Strategy.allCases[generator.below(PolicyRule.Strategy.allCases.count)]
      options.creators = Array(0..<nodes).shuffled(using: &generator).dropLast(generator.below(nodes))
    }
    if generator.chance(0.2) { options.deletes = .compete }
    if generator.chance(0.2) { options.undoWindow = generator.chance(0.5) ? 0 : generator.number(1...600_000) }
    if generator.chance(0.1) { options.encryption = false }
    return options
  }

  func clusterOptions(_ nodeID: (Int) -> NodeID?) -> ClusterOptions {
    let isListed = strategy == .creatorPriority
    let rule = PolicyRule(
      pattern: .everything,
      strategy: strategy,
      deletes: deletes,
      creators: isListed ? creators.compactMap(nodeID) : []
    )
    var options = ClusterOptions()
    options.policy = Policy([rule]) ?? .manual
    options.undoWindow = undoWindow
    options.encryption = encryption
    return options
  }
}

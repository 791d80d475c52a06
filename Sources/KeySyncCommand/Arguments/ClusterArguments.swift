import ArgumentParser
import KeySync

/// Which node and which of its clusters is meant.
struct ClusterArguments: ParsableArguments {
  @OptionGroup var node: HomeArguments

  @Option(name: .customLong("cluster"), help: "The cluster (default: the only one in the settings).")
  var clusterName: String?

  /// Opens the node and enters the cluster.
  func open() throws -> KeySynchronizer {
    let settings = try node.settings()
    let cluster = try settings.cluster(named: clusterName)
    return try KeySynchronizer(node: Node(home: node.home), cluster: cluster, options: settings.options(for: cluster))
      .sayingPolicyEffects()
  }
}

import ArgumentParser

/// `keysync cluster`
struct ClusterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cluster",
    abstract: "The clusters of this node.",
    discussion: """
      Keys, peers, policy and statistics are each cluster's own; one worker serves them all.

      Examples:
        keysync cluster add prod
        keysync cluster list
      """,
    subcommands: [ClusterAddCommand.self, ClusterListCommand.self]
  )
}

import ArgumentParser
import KeySync

/// `keysync stats`
struct StatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Print the node's figures as JSON.",
    discussion: """
      The figures are those of the store as it is now; a worker publishes the same on the broker at an interval.

      Examples:
        keysync stats
        keysync stats --cluster prod | jq .pending_messages
      """
  )

  @OptionGroup var cluster: ClusterArguments

  func run() throws { try Terminal.printJSON(encoding: cluster.open().statistics()) }
}

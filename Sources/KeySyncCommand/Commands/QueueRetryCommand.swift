import ArgumentParser
import KeySync

/// `keysync queue retry`
struct QueueRetryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry",
    abstract: "Send changes again now, those too that were left to the comparison of all keys.",
    discussion: """
      The worker sends them to the inboxes of the peers that are there and have not answered.

      Examples:
        keysync queue retry 12 13
        keysync queue retry --all
      """
  )

  @OptionGroup var cluster: ClusterArguments

  @Argument(help: "The numbers of the changes, as 'keysync queue list' shows them.")
  var ids: [Int64] = []

  @Flag(help: "All changes in the queue, oldest first, as many as may wait at once.")
  var all = false

  func validate() throws {
    guard all != !ids.isEmpty else { throw ValidationError("give the numbers of changes, or --all") }
  }

  func run() throws {
    let count = try cluster.open().retryQueued(all ? nil : ids)
    Terminal.say(count == 0 ? "the queue is empty" : "\(counted(count, "change")) will be sent again")
  }
}

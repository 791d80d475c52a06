import ArgumentParser

/// `keysync queue`
struct QueueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queue",
    abstract: "Changes made here that not every peer has confirmed.",
    discussion: """
      A change is sent to all at once; those who do not answer are sent it again by their inbox, three times while they are \
      there. What that does not bring over is left to the comparison of all keys, which needs no queue.

      Examples:
        keysync queue list
        keysync queue retry 12
        keysync queue drop 12
      """,
    subcommands: [QueueListCommand.self, QueueRetryCommand.self, QueueDropCommand.self]
  )
}

import ArgumentParser

/// `keysync refused`
struct RefusedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "refused",
    abstract: "Messages that were refused, and why.",
    discussion: """
      Examples:
        keysync refused list
        keysync refused show 12
      """,
    subcommands: [RefusedListCommand.self, RefusedShowCommand.self]
  )
}

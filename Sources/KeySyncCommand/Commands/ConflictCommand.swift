import ArgumentParser

/// `keysync conflict`
struct ConflictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conflict",
    abstract: "Keys that were changed in two places at the same time.",
    discussion: """
      Examples:
        keysync conflict list
        keysync conflict show tls/www
        keysync conflict resolve tls/www --keep 3f2a
      """,
    subcommands: [ConflictListCommand.self, ConflictShowCommand.self, ConflictResolveCommand.self]
  )
}

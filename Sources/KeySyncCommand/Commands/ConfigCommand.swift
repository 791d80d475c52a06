import ArgumentParser

/// `keysync config`
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "The settings of this node.",
    discussion: """
      Settings are in keysync.yaml in the home; the environment is laid over them (KEYSYNC_BROKER_URL for broker.url), \
      and over that the flags of a command.

      Examples:
        keysync config check
        keysync config show
      """,
    subcommands: [ConfigCheckCommand.self, ConfigShowCommand.self]
  )
}

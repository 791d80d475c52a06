import ArgumentParser

/// `keysync worker`
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker",
    abstract: "Send and receive until stopped; take a worker off that will not run again.",
    discussion: """
      Without a subcommand it runs the worker, with the options of 'keysync worker run': --home, --worker, --log-level \
      and --log-format.

      Examples:
        keysync worker
        keysync worker --worker second
        keysync worker --home /srv/keysync --log-format json --log-level debug
        keysync worker retire old
      """,
    subcommands: [WorkerRunCommand.self, WorkerRetireCommand.self],
    defaultSubcommand: WorkerRunCommand.self
  )
}

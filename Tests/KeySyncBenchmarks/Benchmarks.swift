import ArgumentParser

/// Measures what keysync costs.
@main
struct Benchmarks: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keysync-benchmarks",
    abstract: "Measures what keysync costs, in tables of Markdown.",
    subcommands: [Costs.self, List.self, Verify.self, Ingest.self, WorkerProcess.self]
  )
}

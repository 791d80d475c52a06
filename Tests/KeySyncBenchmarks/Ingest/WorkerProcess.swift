import ArgumentParser
import KeySync
import Logging
import ServiceLifecycle

/// `keysync-benchmarks worker`: what `keysync worker` does, as the process that is measured.
struct WorkerProcess: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "worker", shouldDisplay: false)

  @Option var home: String
  @Option var worker: String

  func run() async throws {
    let home = Home(path: home)
    let settings = try Settings(
      yaml: home.readSettings(),
      file: home.settingsPath,
      environment: [:],
      flags: ["worker": worker]
    )
    let group = ServiceGroup(
      services: [try Worker(node: Node(home: home), settings: settings, logger: Logger(label: "keysync"))],
      gracefulShutdownSignals: [.sigterm],
      logger: Logger(label: "group") { _ in SwiftLogNoOpLogHandler() }
    )
    try await group.run()
  }
}

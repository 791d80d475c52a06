import ArgumentParser
import KeySync
import Logging
import ServiceLifecycle

/// `keysync worker run`, which is what `keysync worker` alone does.
struct WorkerRunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Send and receive until stopped.",
    discussion: """
      Serves all clusters in the settings. Several workers of one node, each with a name of its own, share its work; one of a \
      name that another has waits for that one's end. Log lines go to standard error. SIGTERM and SIGINT (Ctrl-C) end it \
      cleanly: it finishes what it has begun, says that it is offline, and exits with 0.

      Examples:
        keysync worker
        keysync worker --worker second
        keysync worker run --log-level debug
        keysync worker --home /srv/keysync --log-format json --log-level debug
      """
  )

  @OptionGroup var node: HomeArguments

  @Option(name: .customLong("worker"), help: ArgumentHelp("What this process is called.", valueName: "name"))
  var workerName: String?

  @Option(help: "The least important level that is logged: trace, debug, info, notice, warning, error or critical.")
  var logLevel: Logger.Level?

  @Option(help: "The form of the log lines: text or json.")
  var logFormat: LogFormat?

  func run() async throws {
    var flags: [String: String] = [:]
    flags["worker"] = workerName
    flags["log.level"] = logLevel?.rawValue
    flags["log.format"] = logFormat?.rawValue
    let settings = try node.settings(flags: flags)
    LoggingSystem.bootstrap { _ in StreamLog(settings.log) }
    var logger = Logger(label: "keysync")
    logger[metadataKey: "worker"] = "\(settings.worker)"
    let worker = try Worker(node: Node(home: node.home), settings: settings, logger: logger)
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [.init(service: worker, successTerminationBehavior: .gracefullyShutdownGroup)],
        gracefulShutdownSignals: [.sigterm, .sigint],
        // What the group itself logs is about its own workings; a failed service is thrown.
        logger: Logger(label: "group") { _ in SwiftLogNoOpLogHandler() }
      )
    )
    try await group.run()
  }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}

import ArgumentParser
import KeySync

/// `keysync init`
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a new node.",
    discussion: """
      Makes the home directory (mode 0700) with a new identity (node.key) and settings to begin with (keysync.yaml). \
      A node that is there already is left as it is.

      Examples:
        keysync init --cluster demo --broker mqtt://localhost
        keysync init --home /srv/keysync --cluster prod --broker mqtts://broker.example --name east-1
      """
  )

  @OptionGroup var node: HomeArguments

  @Option(help: "The cluster the node joins: 1 to 63 of a-z, 0-9 and '-'.")
  var cluster: ClusterName

  @Option(help: "Where the broker is: mqtt://HOST[:PORT] or mqtts://HOST[:PORT].")
  var broker: String

  @Option(help: "What this machine's worker is called: 1 to 63 of a-z, 0-9 and '-'.")
  var name = Settings.defaultWorker

  func run() throws {
    let home = try node.home
    let settings = Settings.template(cluster: cluster, broker: try brokerSettings(), worker: name)
    try home.create(settings: settings)
    let id = try Node(home: home).nodeID
    Terminal.say(
      """
      made node \(id) in \(home.path)
      next: tell its peers (keysync peer add \(id) --name NAME), add them here, and run: keysync worker
      """
    )
  }

  private func brokerSettings() throws -> BrokerSettings {
    do { return try BrokerSettings(url: broker) } catch { throw CommandError.usage("--broker: \(error)") }
  }
}

import ArgumentParser
import KeySync

/// `keysync config check`
struct ConfigCheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say whether the settings are right.",
    discussion: """
      Reads the settings as every command does, and looks whether the files they name can be read. What is wrong is said \
      with file and line, and the exit code is 78. With --broker it also connects to the broker once, as a worker would, and \
      says why it is not let in; the exit code is 69 then.

      Examples:
        keysync config check && systemctl restart keysync
        keysync config check --broker
      """
  )

  @OptionGroup var node: HomeArguments

  @Flag(help: "Connect to the broker too.")
  var broker = false

  func run() async throws {
    let settings = try node.settings()
    try settings.checkFiles()
    if broker { try await settings.checkBroker(as: Node(home: node.home).nodeID) }
    let clusters = settings.clusters.keys.sorted().map(\.text).joined(separator: ", ")
    Terminal.say("the settings are right: \(settings.broker.url), clusters: \(clusters)")
  }
}

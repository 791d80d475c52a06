import ArgumentParser
import KeySync

/// `keysync config check`
struct ConfigCheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say whether the settings are right.",
    discussion: """
      Reads the settings as every command does, and looks whether the files they name can be read. What is wrong is said \
      with file and line, and the exit code is 78. Where the policy is another than the one in force, it is said which keys \
      would be served otherwise; it comes into force with the next command or start of the worker that opens the node, and \
      not by this one, which changes nothing. With --broker it also connects to the broker once, as a worker would, and \
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
    for cluster in settings.clusters.keys.sorted() {
      try sayPolicyEffects(settings.options(for: cluster).policy, cluster)
    }
    let clusters = settings.clusters.keys.sorted().map(\.text).joined(separator: ", ")
    Terminal.say("the settings are right: \(settings.broker.url), clusters: \(clusters)")
  }

  private func sayPolicyEffects(_ policy: Policy, _ cluster: ClusterName) throws {
    guard let effects = try node.home.effects(of: policy, in: cluster) else { return }
    PolicyNotice(cluster: cluster, effects: effects).say(
      "the policy is another than the one in force and would change",
      "once it is in force; give all nodes of the cluster the same"
    )
  }
}

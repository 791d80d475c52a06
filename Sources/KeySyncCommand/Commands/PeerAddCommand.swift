import ArgumentParser
import KeySync

/// `keysync peer add`
struct PeerAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Trust a node, with everything or by rules.",
    discussion: """
      What the node signs is accepted from then on, as far as its rules permit, and this node's messages are sealed to it \
      too. The rules hold since the beginning; without any the node may do everything. Trust is not mutual: the other node \
      has to add this one.

      \(RuleArguments.explanation)

      Examples:
        keysync peer add 12D3KooWCLC2qBtATPS17UCruRRDxb4iTVR9mwoCFvYimL1giSXs --name west
        keysync peer add 12D3KooWCLC2qBtATPS17UCruRRDxb4iTVR9mwoCFvYimL1giSXs --name west \\
          --allow 'create,update:payments/**' --allow 'read:**'
      """
  )

  @OptionGroup var cluster: ClusterArguments

  @Argument(help: "The node's id, as it prints it with: keysync id")
  var nodeID: String

  @Option(help: "What it is called here: 1 to 63 of a-z, 0-9 and '-'.")
  var name: String

  @OptionGroup var allowed: RuleArguments

  @Flag(help: "Show what would change, and change nothing.")
  var dryRun = false

  func run() throws {
    guard let peer = NodeID(nodeID) else {
      throw CommandError.badArgument("'\(nodeID)' is no node id: 52 characters that begin with 12D3KooW")
    }
    let rules = try allowed.rules
    let synchronizer = try cluster.open()
    let effects = try synchronizer.addPeer(
      peer,
      name: name,
      rules: rules.isEmpty ? [.everything] : rules,
      rehearsing: dryRun
    )
    if dryRun || !effects.isEmpty { TrustChange.show(effects, of: "trusting \(name)") }
    Terminal.say(dryRun ? "nothing was changed" : "\(name) is trusted in \(synchronizer.cluster)")
  }
}

import ArgumentParser
import KeySync

/// `keysync peer add`
struct PeerAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Trust a node with everything.",
    discussion: """
      What the node signs is accepted from then on, and this node's messages are sealed to it too. Trust is not mutual: \
      the other node has to add this one.

      Example:
        keysync peer add 12D3KooWCLC2qBtATPS17UCruRRDxb4iTVR9mwoCFvYimL1giSXs --name west
      """
  )

  @OptionGroup var cluster: ClusterArguments

  @Argument(help: "The node's id, as it prints it with: keysync id")
  var nodeID: String

  @Option(help: "What it is called here: 1 to 63 of a-z, 0-9 and '-'.")
  var name: String

  func run() throws {
    guard let peer = NodeID(nodeID) else {
      throw CommandError.badArgument("'\(nodeID)' is no node id: 52 characters that begin with 12D3KooW")
    }
    let synchronizer = try cluster.open()
    try synchronizer.addPeer(peer, name: name)
    Terminal.say("\(name) is trusted in \(synchronizer.cluster)")
  }
}

import ArgumentParser
import KeySync

/// `keysync peer`
struct PeerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "peer",
    abstract: "The nodes that this one trusts.",
    discussion: """
      Examples:
        keysync peer add 12D3KooWCLC2qBtATPS17UCruRRDxb4iTVR9mwoCFvYimL1giSXs --name west
        keysync peer list
      """,
    subcommands: [PeerAddCommand.self, PeerListCommand.self]
  )
}

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

/// `keysync peer list`
struct PeerListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the trusted nodes and this one.",
    discussion: """
      With --json: an array of objects with node_id, name, added_at (milliseconds) and is_self.

      Examples:
        keysync peer list
        keysync peer list --json
      """
  )

  @OptionGroup var cluster: ClusterArguments

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let peers = try cluster.open().peers()
    if json { return try Terminal.printJSON(peers.map(\.json)) }
    var table = Table(["NAME", "NODE", "ADDED"])
    for peer in peers { table.add([.init(peer.name), .init(peer.node.description), .init(peer.addedAt.text)]) }
    try Terminal.print(table.text(coloured: Terminal.hasColours))
  }
}

extension TrustedPeer {
  fileprivate var json: JSONValue {
    .object([
      "node_id": .text(node.description),
      "name": .text(name),
      "added_at": .number(addedAt.milliseconds),
      "is_self": .bool(isSelf),
    ])
  }
}

import ArgumentParser
import KeySync

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

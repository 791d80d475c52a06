import ArgumentParser
import KeySync

/// `keysync peer list`
struct PeerListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the trusted nodes and this one.",
    discussion: """
      A peer is active when something authentic came from it within ten minutes. By its last announcement it agrees, is \
      behind (has other keys: this passes), trusts others or has another policy (this does not pass: make the nodes \
      equal). With --json: an array of objects with node_id, name, added_at, is_self, is_retired, is_active, last_heard, \
      clock_skew_ms (how far its clock is ahead), software, agrees_on_trust, agrees_on_policy and agrees_on_keys; times \
      in milliseconds, null for what was never heard.

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
    var table = Table(["NAME", "HEARD", "ACTIVE", "KEYS", "CLOCK", "SOFTWARE", "NODE"])
    for peer in peers {
      table.add([
        .init(peer.name), .init(peer.heardText), peer.isSelf ? "-" : peer.isActive ? "yes" : "no",
        .init(peer.agreementText, isAlarming: peer.isAtOdds), .init(peer.clockText),
        .init(peer.software?.escaped ?? "-"), .init(peer.node.description),
      ])
    }
    try Terminal.print(table.text(coloured: Terminal.hasColours))
  }
}

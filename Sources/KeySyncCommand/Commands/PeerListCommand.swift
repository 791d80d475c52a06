import ArgumentParser
import KeySync

/// `keysync peer list`
struct PeerListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the trusted nodes and this one, and what they may do.",
    discussion: """
      A peer is active when something authentic came from it within ten minutes. By its last announcement it agrees, is \
      behind (has other keys: this passes), trusts others or has another policy (this does not pass: make the nodes \
      equal). Below are the rules of every node by the date from which they hold, and the hashes of this node's trust and \
      policy, which are the same on nodes that agree. With --json: an object with trust_hash, policy_hash and peers, \
      an array of objects with node_id, name, added_at, is_self, is_retired, rules (an array of objects with since and \
      allow, an array of rules), is_active, last_heard, clock_skew_ms (how far its clock is ahead), software, \
      agrees_on_trust, agrees_on_policy and agrees_on_keys; times in milliseconds, null for what was never heard.

      Examples:
        keysync peer list
        keysync peer list --json
      """
  )

  @OptionGroup var cluster: ClusterArguments

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let overview = try PeerOverview(cluster.open())
    if json { return try Terminal.printJSON(overview.json) }
    try Terminal.print(overview.text(coloured: Terminal.hasColours))
  }
}

import ArgumentParser
import KeySync

/// `keysync status`
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show the node at a glance.",
    discussion: """
      All clusters, or the one named. The last line says what needs attention. Workers say how they are at every \
      statistics interval; one that was killed is noticed after three of them. With --json: an object with node_id, home, \
      software, broker_url, clusters and attention (an array of sentences, empty when all is well). Each cluster: cluster, \
      workers (name, process_id, started_at, last_seen, is_running, is_connected, lanes), keys (numbers by status), \
      pending_messages, oldest_pending_ms, peers_total, active_peers and attention; times in milliseconds.

      Examples:
        keysync status
        keysync status --cluster prod --json | jq -e '.attention == []'
      """
  )

  @OptionGroup var node: HomeArguments

  @Option(name: .customLong("cluster"), help: "The cluster (default: all).")
  var clusterName: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let settings = try node.settings()
    let chosen = try clusterName.map { try settings.cluster(named: $0) }
    let opened = try Node(home: node.home)
    let clusters = try settings.synchronizers(of: opened).filter { chosen == nil || $0.cluster == chosen }
      .map(ClusterStatus.init)
    let attention = clusters.flatMap { cluster in
      cluster.attention.map { settings.clusters.count == 1 ? $0 : "\(cluster.name): \($0)" }
    }
    if json {
      return try Terminal.printJSON(
        JSONValue.object([
          "node_id": .text(opened.nodeID.description),
          "home": .text(try node.home.path),
          "software": .text(KeySyncVersion.software),
          "broker_url": .text(settings.broker.url),
          "clusters": .array(clusters.map(\.json)),
          "attention": .array(attention.map(JSONValue.text)),
        ])
      )
    }
    let head = [("node", opened.nodeID.description), ("home", try node.home.path), ("broker", settings.broker.url)]
    try Terminal.print(
      (head.map(Self.line) + clusters.flatMap { ["", "cluster \($0.name)"] + $0.lines.map(Self.indented) } + [""])
        .joined(separator: "\n")
    )
    let isWell = attention.isEmpty
    let advice = isWell ? "all is well" : "attention: \(attention.joined(separator: "; "))"
    try Terminal.print(Terminal.hasColours ? "\u{1B}[\(isWell ? "32" : "31")m\(advice)\u{1B}[0m" : advice)
  }

  private static func line(_ name: String, _ text: String) -> String {
    name.padding(toLength: 10, withPad: " ", startingAt: 0) + text.escaped
  }

  private static func indented(_ name: String, _ text: String) -> String { "  " + line(name, text) }
}

import ArgumentParser
import KeySync

/// `keysync cluster list`
struct ClusterListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the clusters of this node.",
    discussion: """
      With --json: an array of objects with cluster, topic_root, encryption, undo_window_seconds, keys (deleted ones left \
      out), peers (without this node) and pending_messages.

      Examples:
        keysync cluster list
        keysync cluster list --json
      """
  )

  @OptionGroup var node: HomeArguments

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let settings = try node.settings()
    let clusters = try settings.synchronizers(of: Node(home: node.home)).map { synchronizer in
      Row(
        synchronizer.cluster,
        settings.clusters[synchronizer.cluster] ?? ClusterSettings(),
        keys: try synchronizer.keys().count,
        peers: try synchronizer.peers().count - 1,
        pending: try synchronizer.statistics().pendingMessages
      )
    }
    if json { return try Terminal.printJSON(clusters.map(\.json)) }
    var table = Table(["CLUSTER", "KEYS", "PEERS", "QUEUE", "ENCRYPTION", "TOPICS"])
    for cluster in clusters { table.add(cluster.cells) }
    try Terminal.print(table.text(coloured: Terminal.hasColours))
  }

  private struct Row {
    let name: ClusterName
    let settings: ClusterSettings
    let keys, peers, pending: Int

    init(_ name: ClusterName, _ settings: ClusterSettings, keys: Int, peers: Int, pending: Int) {
      (self.name, self.settings, self.keys, self.peers, self.pending) = (name, settings, keys, peers, pending)
    }

    var cells: [Table.Cell] {
      [
        .init(name.text), "\(keys)", "\(peers)", "\(pending)",
        .init(settings.encryption ? "on" : "off"), .init("\(settings.topicRoot)/\(name)"),
      ]
    }

    var json: JSONValue {
      .object([
        "cluster": .text(name.text),
        "topic_root": .text(settings.topicRoot),
        "encryption": .bool(settings.encryption),
        "undo_window_seconds": .number(settings.undoWindow.components.seconds),
        "keys": .number(Int64(keys)),
        "peers": .number(Int64(peers)),
        "pending_messages": .number(Int64(pending)),
      ])
    }
  }
}

extension Settings {
  /// Every cluster, entered, in the order of their names.
  func synchronizers(of node: Node) throws -> [KeySynchronizer] {
    try clusters.keys.sorted().map {
      try KeySynchronizer(node: node, cluster: $0, options: options(for: $0)).sayingPolicyEffects()
    }
  }
}

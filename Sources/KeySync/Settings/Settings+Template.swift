extension Settings {
  /// The file that a new node begins with: what is chosen, and every other setting as a comment with its default.
  public static func template(cluster: ClusterName, broker: BrokerSettings, worker: WorkerName = defaultWorker)
    -> String
  {
    var settings = Settings(broker: broker, clusters: [cluster: ClusterSettings()])
    settings.worker = worker
    let chosen = ["worker": "\"\(worker)\"", "broker.url": broker.url]
    var lines = [
      "# The settings of this node. The environment is laid over them (KEYSYNC_BROKER_URL for broker.url), and over that",
      "# the flags of a command. Files are looked for beside this one, unless their names begin with a slash.",
    ]
    var section: [Substring] = []
    for setting in Setting.known {
      let name = setting.name.replacing("*", with: cluster.text).split(separator: ".")
      for (depth, part) in name.dropLast().enumerated() where depth >= section.count || section[depth] != part {
        lines += (depth == 0 ? [""] : []) + ["\(indent(depth))\(part):"]
      }
      section = Array(name.dropLast())
      let value = chosen[setting.name] ?? setting.text(settings, cluster) ?? setting.example ?? ""
      lines += section.isEmpty ? [""] : []
      lines.append("\(indent(section.count))# \(setting.about.dropLast()): \(setting.words).")
      lines.append("\(indent(section.count))\(chosen[setting.name] == nil ? "# " : "")\(name[section.count]): \(value)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func indent(_ depth: Int) -> String { String(repeating: "  ", count: depth) }
}

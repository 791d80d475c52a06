import Yams

/// Reads the text of a trust list. Every problem is named with its line.
struct TrustListReader {
  /// What the text is called in errors.
  let file: String

  func read(_ yaml: String) throws(TrustListError) -> TrustList { try read(try compose(yaml)) }

  /// The tree of a text that is YAML and not empty.
  func compose(_ yaml: String) throws(TrustListError) -> Yams.Node {
    let root: Yams.Node?
    do {
      root = try Yams.compose(yaml: yaml)
    } catch {
      let (place, problem) = YamlError.located(error, in: file)
      throw TrustListError(place: place, problem: problem)
    }
    guard let root else { throw TrustListError(place: file, problem: "there is nothing in it") }
    return root
  }

  func read(_ root: Yams.Node) throws(TrustListError) -> TrustList {
    let fields = try fields(of: root, ["schema", "cluster", "nodes"])
    guard try value(fields, "schema", { $0 == TrustList.schema ? $0 : nil }) != nil else {
      throw missing("schema", at: root)
    }
    guard let cluster = try value(fields, "cluster", ClusterName.init) else { throw missing("cluster", at: root) }
    var entries: [TrustList.Entry] = []
    var (nodes, names): (Set<NodeID>, Set<String>) = ([], [])
    for node in try list(fields, "nodes", in: root) {
      let entry = try entry(node)
      guard nodes.insert(entry.node).inserted else { throw error(at: node, "\(entry.node) is given more than once") }
      if let name = entry.name, !names.insert(name).inserted {
        throw error(at: node, "two nodes are called \(name)")
      }
      entries.append(entry)
    }
    return TrustList(cluster: cluster, nodes: entries)
  }

  private func entry(_ node: Yams.Node) throws(TrustListError) -> TrustList.Entry {
    let fields = try fields(of: node, ["node", "name", "rules"])
    guard let id = try value(fields, "node", NodeID.init) else { throw missing("node", at: node) }
    var entries: [DatedRules.Entry] = []
    for entry in try list(fields, "rules", in: node) { entries.append(try datedRules(entry)) }
    guard let rules = DatedRules(entries) else {
      throw error(
        at: node,
        "the rules of a node begin with 'since: \(WallTime.beginning)', and each later ones are later"
      )
    }
    return TrustList.Entry(node: id, name: try value(fields, "name") { WorkerName($0)?.text }, rules: rules)
  }

  private func datedRules(_ node: Yams.Node) throws(TrustListError) -> DatedRules.Entry {
    let fields = try fields(of: node, ["since", "allow"])
    guard let since = try value(fields, "since", WallTime.init) else { throw missing("since", at: node) }
    var rules: [PermissionRule] = []
    for rule in try list(fields, "allow", in: node) {
      rules.append(try parsed(rule, as: "rule", PermissionRule.form, PermissionRule.init))
    }
    return DatedRules.Entry(since: since, rules: rules)
  }

  // MARK: The tree

  /// The values of a map by their names.
  func fields(of node: Yams.Node, _ known: [String]) throws(TrustListError) -> [String: Yams.Node] {
    guard let mapping = node.mapping else {
      throw error(at: node, "names and values are expected here: \(known.joined(separator: ", "))")
    }
    var fields: [String: Yams.Node] = [:]
    for (key, value) in mapping {
      let name = key.scalar?.string ?? ""
      guard known.contains(name) else {
        throw error(at: key, "unknown name '\(name.escaped)'; \(NearestName.advice(for: name, among: known))")
      }
      fields[name] = value
    }
    return fields
  }

  private func list(
    _ fields: [String: Yams.Node],
    _ name: String,
    in node: Yams.Node
  ) throws(TrustListError) -> [Yams.Node] {
    guard let value = fields[name] else { throw missing(name, at: node) }
    guard let sequence = value.sequence else { throw error(at: value, "'\(name)' must be a list") }
    return Array(sequence)
  }

  /// What the text of a field stands for; nil where there is no such field.
  private func value<Value>(
    _ fields: [String: Yams.Node],
    _ name: String,
    _ parse: (String) -> Value?
  ) throws(TrustListError) -> Value? {
    guard let node = fields[name] else { return nil }
    return try parsed(node, as: name, Self.forms[name] ?? "", parse)
  }

  func parsed<Value>(
    _ node: Yams.Node,
    as name: String,
    _ form: String,
    _ parse: (String) -> Value?
  ) throws(TrustListError) -> Value {
    guard let text = node.scalar?.string, let value = parse(text) else {
      throw error(at: node, "'\((node.scalar?.string ?? "").escaped)' is no \(name): \(form)")
    }
    return value
  }

  private static let forms = [
    "schema": "this version reads \(TrustList.schema)",
    "cluster": "1 to 63 of a-z, 0-9 and '-', not at the ends",
    "node": "52 characters that begin with 12D3KooW",
    "name": "1 to 63 of a-z, 0-9 and '-', not at the ends",
    "since": WallTime.form,
  ]

  func missing(_ name: String, at node: Yams.Node) -> TrustListError {
    error(at: node, "'\(name)' is missing")
  }

  func error(at node: Yams.Node, _ problem: String) -> TrustListError {
    TrustListError(place: "\(file):\(node.mark?.line ?? 1)", problem: problem)
  }
}

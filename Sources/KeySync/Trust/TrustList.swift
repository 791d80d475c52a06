import Yams

/// Whom one node of a cluster trusts, itself included, as a text that people can read and other nodes can take over. It is all
/// that the trust hash is made of, and a name for each node; it holds no secret.
public struct TrustList: Sendable, Equatable {
  /// The cluster.
  public let cluster: ClusterName
  /// The trusted nodes, each once.
  public let nodes: [Entry]

  /// One trusted node.
  public struct Entry: Sendable, Equatable {
    /// Who it is.
    public let node: NodeID
    /// What nodes that do not know it yet are to call it; nil where the list does not say.
    public let name: String?
    /// What it may do, by date.
    public let rules: DatedRules
  }

  init(cluster: ClusterName, nodes: [Entry]) {
    self.cluster = cluster
    self.nodes = nodes
  }

  /// Reads the text of a list.
  ///
  /// - Parameter file: what the text is called in errors.
  /// - Throws: `TrustListError` for whatever `yaml` does not give; comments and the style of the text are free.
  public init(yaml: String, file: String) throws(TrustListError) { self = try TrustListReader(file: file).read(yaml) }

  /// The list as text. Equal lists of nodes with equal names are equal texts.
  public var yaml: String {
    get throws { Self.comment + (try Yams.serialize(node: yamlNode)) }
  }

  var yamlNode: Yams.Node {
    let fields: [(Yams.Node, Yams.Node)] = [
      ("schema", Yams.Node(Self.schema)), ("cluster", Self.quoted(cluster.text)),
      ("nodes", Yams.Node(nodes.map(\.yamlNode))),
    ]
    return Yams.Node(fields)
  }

  static let schema = "keysync.trust/1"

  private static let comment = """
    # Whom the nodes of a cluster trust, and for what. Read it before you take it over with: keysync trust import FILE

    """

  /// A name such as `123` or `null` is a text for every reader of YAML.
  fileprivate static func quoted(_ name: String) -> Yams.Node { Yams.Node(name, .implicit, .doubleQuoted) }
}

extension TrustList.Entry {
  fileprivate var yamlNode: Yams.Node {
    var fields: [(Yams.Node, Yams.Node)] = [("node", Yams.Node(node.description))]
    if let name { fields.append(("name", TrustList.quoted(name))) }
    fields.append(("rules", Yams.Node(rules.entries.map(\.yamlNode))))
    return Yams.Node(fields)
  }
}

extension DatedRules.Entry {
  fileprivate var yamlNode: Yams.Node {
    let fields: [(Yams.Node, Yams.Node)] = [
      ("since", Yams.Node(since.description)), ("allow", Yams.Node(rules.map { Yams.Node($0.description) })),
    ]
    return Yams.Node(fields)
  }
}

import KeySync

/// What the nodes of a cluster are called here.
struct PeerNames {
  private let names: [NodeID: String]

  init(_ synchronizer: KeySynchronizer) throws {
    names = Dictionary(try synchronizer.peers().map { ($0.node, $0.name) }) { first, _ in first }
  }

  /// The name; a node that is not trusted (any more) is called by the end of its id, where ids differ.
  func text(_ node: NodeID) -> String { names[node] ?? "…\(node.description.suffix(8))" }

  /// The name as JSON, null for a node that is not trusted.
  func json(_ node: NodeID) -> JSONValue { .text(names[node]) }
}

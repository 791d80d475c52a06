/// What taking over a trust list changes for one node.
public struct TrustDifference: Sendable, Equatable {
  /// Whom.
  public let node: NodeID
  /// What it is called here, or will be.
  public let name: String
  /// What happens.
  public let change: Change

  /// What happens to a node's standing.
  public enum Change: Sendable, Equatable {
    /// It is trusted, with these rules.
    case added(DatedRules)
    /// It gets these rules in place of all it had.
    case changed(DatedRules)
    /// All trust in it is taken back.
    case revoked
  }
}

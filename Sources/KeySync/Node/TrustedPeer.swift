/// A trusted peer, or this node itself.
public struct TrustedPeer: Sendable, Equatable {
  /// Who it is.
  public let node: NodeID
  /// What it is called here.
  public let name: String
  /// Since when it is trusted here.
  public let addedAt: WallTime
  /// Whether it is this node.
  public let isSelf: Bool
  /// What it may do, by the date from which it holds, ascending; the first since the beginning.
  public let rules: DatedRules
  /// Whether it may do nothing any more; what it did before holds.
  public let isRetired: Bool
  /// When something authentic last came from it.
  public let lastHeard: WallTime?
  /// Whether that was within the last ten minutes.
  public let isActive: Bool
  /// How far its clock is ahead of ours, in milliseconds, as its last announcement showed.
  public let clockSkew: Int64?
  /// What it runs, in its own words.
  public let software: String?
  /// Whether it announces the same trust as this node; nil before its first announcement.
  public let agreesOnTrust: Bool?
  /// Whether it announces the same policy.
  public let agreesOnPolicy: Bool?
  /// Whether it announces the same heads.
  public let agreesOnKeys: Bool?
}

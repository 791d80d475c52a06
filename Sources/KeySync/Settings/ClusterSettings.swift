/// How the node takes part in one cluster.
public struct ClusterSettings: Sendable, Equatable {
  /// Whether messages are sealed to the trusted peers. Off is for clusters of public keys.
  public var encryption = true
  /// The first part of every topic.
  public var topicRoot = "keysync/v1"
  /// How long data that was replaced or deleted is kept: 0 … 3650 days.
  public var undoWindow = Duration.seconds(24 * 60 * 60)
  /// The keys whose data is kept.
  public var selection = Selection.everything
  /// How conflicts are decided; the same on every node of the cluster.
  public var policy = Policy.manual

  /// The defaults.
  public init() {}
}

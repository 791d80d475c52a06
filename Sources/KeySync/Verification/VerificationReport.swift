/// What a look through a cluster's part of the store has found.
public struct VerificationReport: Sendable {
  /// The cluster.
  public let cluster: ClusterName
  /// How many keys were looked at.
  public internal(set) var keys = 0
  /// How many records.
  public internal(set) var records = 0
  /// How many of them are heads.
  public internal(set) var heads = 0
  /// How many rows of sealed key data.
  public internal(set) var data = 0
  /// How many findings of each kind there are.
  public private(set) var counts: [VerificationFinding.Kind: Int] = [:]
  /// The findings in the order of the keys, at most `findingsKept` of each kind.
  public private(set) var findings: [VerificationFinding] = []
  /// The findings of before that were mended.
  public internal(set) var mended: [VerificationFinding] = []

  /// How many findings of each kind are named; all are counted.
  public static let findingsKept = 1000

  init(cluster: ClusterName) { self.cluster = cluster }

  /// Whether nothing is wrong.
  public var isSound: Bool { !counts.keys.contains(where: \.isFault) }

  mutating func add(_ found: [VerificationFinding]) {
    for finding in found {
      counts[finding.kind, default: 0] += 1
      if counts[finding.kind, default: 0] <= Self.findingsKept { findings.append(finding) }
    }
  }
}

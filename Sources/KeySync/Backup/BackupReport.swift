/// What merging a backup did, or would do.
public struct BackupReport: Sendable, Equatable {
  /// How the node that wrote it took part in the cluster.
  public let configuration: ExportedConfiguration
  /// Records in the backup.
  public var records = 0
  /// Those that were not held here and are now.
  public var new = 0
  /// Those that were held here.
  public var held = 0
  /// Those of the new ones that wait, as the record they build on is neither here nor in the backup.
  public var waiting = 0
  /// Those that count for nothing here, by the word for it.
  public var refused: [String: Int] = [:]
  /// Of these the ones whose creators are not trusted here.
  public var untrusted: [UntrustedCreator] = []
  /// Held records whose data was lacking, and came.
  public var restoredData = 0

  /// Keys that were not known here, and are there now.
  public var addedKeys = NamedKeys()
  /// Keys that were not known here, and are deleted.
  public var addedDeletedKeys = NamedKeys()
  /// Keys that were there, of which another change is served.
  public var changedKeys = NamedKeys()
  /// Keys that were there, and are deleted.
  public var deletedKeys = NamedKeys()
  /// Keys that were deleted, and are there again: a change that knew nothing of the delete wins by the policy.
  public var returnedKeys = NamedKeys()
  /// Keys that are in a conflict they were not in before; under `manual` somebody has to decide.
  public var conflictKeys = NamedKeys()
  /// Keys that are there in the backup, were deleted here afterwards, and stay deleted.
  public var stillDeletedKeys = NamedKeys()
  /// Keys of which there are newer changes here, which stay.
  public var newerKeys = NamedKeys()

  /// Whether it is as it was.
  public var changesNothing: Bool { new == 0 && restoredData == 0 }

  /// Records of a creator who is not trusted here.
  public struct UntrustedCreator: Sendable, Equatable {
    /// Who it is.
    public let node: NodeID
    /// What the node that wrote the backup calls it; nil where it did not trust it either.
    public let name: String?
    /// How many of its records are in the backup.
    public var records: Int
  }

  /// How many keys, and the first thousand of them, in the order of the backup.
  public struct NamedKeys: Sendable, Equatable {
    /// How many there are.
    public private(set) var count = 0
    /// The first of them.
    public private(set) var names: [KeyID] = []

    mutating func add(_ key: KeyID) {
      count += 1
      if names.count < Limits.keysNamed { names.append(key) }
    }

    static func += (sum: inout Self, more: Self) {
      sum.count += more.count
      sum.names += more.names.prefix(max(0, Limits.keysNamed - sum.names.count))
    }
  }

  init(configuration: ExportedConfiguration) { self.configuration = configuration }

  mutating func countUntrusted(_ creator: NodeID) {
    if let index = untrusted.firstIndex(where: { $0.node == creator }) { return untrusted[index].records += 1 }
    guard untrusted.count < Limits.creatorsNamed else { return }
    let name = configuration.trust.nodes.first { $0.node == creator }.flatMap(\.name)
    untrusted.append(UntrustedCreator(node: creator, name: name, records: 1))
  }
}

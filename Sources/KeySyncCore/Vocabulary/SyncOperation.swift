/// What a record does to its key (PROTOCOL section 4, field 4). The raw value is the wire's.
public enum SyncOperation: UInt8, CaseIterable, Sendable, LosslessStringConvertible {
  /// Makes a key that is not there, or was deleted.
  case create = 0
  /// Gives a key new data.
  case update = 1
  /// Ends a key; the record stays as its tombstone.
  case delete = 2
  /// Changes the attributes alone.
  case metadataSync = 3

  /// Reads `create`, `update`, `delete` or `metadata-sync`; nil for anything else.
  public init?(_ text: String) {
    guard let operation = Self.allCases.first(where: { $0.description == text }) else { return nil }
    self = operation
  }

  /// The permission a creator needs for it (PROTOCOL section 7.1).
  public var verb: Verb {
    switch self {
    case .create: .create
    case .update: .update
    case .delete: .delete
    case .metadataSync: .describe
    }
  }

  /// The protocol's word.
  public var description: String {
    switch self {
    case .create: "create"
    case .update: "update"
    case .delete: "delete"
    case .metadataSync: "metadata-sync"
    }
  }
}

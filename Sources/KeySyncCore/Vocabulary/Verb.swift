/// What a trust rule permits (PROTOCOL section 7.1). The raw value is the wire's.
public enum Verb: UInt8, CaseIterable, Comparable, Sendable, LosslessStringConvertible {
  /// To make keys.
  case create = 0
  /// To give keys new data.
  case update = 1
  /// To delete keys.
  case delete = 2
  /// To change the attributes of keys.
  case describe = 3
  /// To be sent key data.
  case read = 4

  /// Reads `create`, `update`, `delete`, `describe` or `read`; nil for anything else.
  public init?(_ text: String) {
    guard let verb = Self.allCases.first(where: { $0.description == text }) else { return nil }
    self = verb
  }

  /// The wire's order.
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

  /// The protocol's word.
  public var description: String {
    switch self {
    case .create: "create"
    case .update: "update"
    case .delete: "delete"
    case .describe: "describe"
    case .read: "read"
    }
  }
}

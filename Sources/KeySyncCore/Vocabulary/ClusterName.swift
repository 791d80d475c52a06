/// A cluster of nodes that keep the same keys: part of every topic and bound into every signature
/// (PROTOCOL sections 2 and 3).
public struct ClusterName: Hashable, Comparable, Sendable, LosslessStringConvertible {
  /// The name: `[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?`.
  public let text: String

  /// Nil where the text has another form.
  public init?(_ text: String) {
    guard text.isLabel else { return nil }
    self.text = text
  }

  /// Byte order.
  public static func < (a: Self, b: Self) -> Bool { a.text < b.text }

  /// The name.
  public var description: String { text }
}

/// The name of a key in its cluster, such as `tls/edge/2026` (PROTOCOL section 2).
public struct KeyID: Hashable, Comparable, Sendable, LosslessStringConvertible {
  /// The name: 1–255 bytes, segments of `[A-Za-z0-9._@:+=~-]` joined by `/`, none empty, `.` or `..`.
  public let text: String

  /// Nil where the text has another form.
  public init?(_ text: String) {
    guard KeySegments.areIn(text, stars: false) else { return nil }
    self.text = text
  }

  /// Byte order.
  public static func < (a: Self, b: Self) -> Bool { a.text < b.text }

  /// The name.
  public var description: String { text }
}

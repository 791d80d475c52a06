/// The keys whose data a node keeps: patterns, of which the last that matches decides (PROTOCOL section 7.1). Records are kept of
/// all keys.
public struct Selection: Sendable, Equatable {
  /// One pattern: what matches it is kept, or with a `!` in front, not kept.
  public struct Entry: Sendable, Equatable, LosslessStringConvertible {
    /// The keys meant.
    public let pattern: KeyPattern
    /// Whether their data is kept.
    public let isKept: Bool

    /// Reads `pattern` or `!pattern`.
    public init?(_ text: String) {
      isKept = !text.hasPrefix("!")
      guard let pattern = KeyPattern(isKept ? text : String(text.dropFirst())) else { return nil }
      self.pattern = pattern
    }

    /// `pattern` or `!pattern`.
    public var description: String { isKept ? pattern.text : "!\(pattern)" }
  }

  /// In order; none select every key.
  public let entries: [Entry]

  /// Every key.
  public static let everything = Selection([])

  /// A selection by its patterns; without any, every key.
  public init(_ entries: [Entry]) { self.entries = entries }

  /// Whether the data of a key is kept.
  public func selects(_ key: KeyID) -> Bool {
    entries.isEmpty || entries.last { $0.pattern.matches(key) }?.isKept == true
  }
}

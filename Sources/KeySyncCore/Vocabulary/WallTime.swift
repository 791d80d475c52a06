/// A moment by somebody's clock: milliseconds since 1970-01-01T00:00:00Z, 0 … 2^63−1 (PROTOCOL section 2).
public struct WallTime: Hashable, Comparable, Sendable {
  /// Milliseconds since the epoch.
  public let milliseconds: Int64

  /// Values below 0 become 0.
  public init(milliseconds: Int64) { self.milliseconds = max(0, milliseconds) }

  /// The moment so many milliseconds later (earlier when negative), saturating at both ends.
  package func advanced(byMilliseconds distance: Int64) -> WallTime {
    let (sum, overflow) = milliseconds.addingReportingOverflow(distance)
    return WallTime(milliseconds: overflow ? (distance > 0 ? .max : 0) : sum)
  }

  /// Earlier comes first.
  public static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }
}

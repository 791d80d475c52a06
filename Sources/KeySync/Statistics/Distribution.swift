/// How a quantity was spread, as a snapshot says it: exact but for rounding up by less than 1 %.
public struct Distribution: Sendable, Equatable, Encodable {
  /// Half of the values were no larger.
  public var p50: UInt64
  /// 95 of a hundred were no larger.
  public var p95: UInt64
  /// 99 of a hundred were no larger.
  public var p99: UInt64
  /// The largest, exactly, as far as the range reaches.
  public var max: UInt64
  /// How many values there were.
  public var count: UInt64
  /// How many of them were above the range and counted as its end.
  public var clamped: UInt64
}

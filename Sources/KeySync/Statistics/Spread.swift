import Histogram

/// The values of a quantity, counted in memory of a fixed size: about 25 KB for a week in milliseconds.
struct Spread: Sendable {
  private var histogram: Histogram<UInt64>
  private let end: UInt64
  private var largest: UInt64 = 0
  private var clamped: UInt64 = 0

  /// - Parameter end: the end of the range, at least 2.
  init(upTo end: UInt64) {
    self.end = end
    // Two digits: nobody acts on a latency that is one in a hundred larger, and three would take ten times the memory.
    histogram = Histogram(highestTrackableValue: end, numberOfSignificantValueDigits: .two)
  }

  /// Counts a value. One below 0, as clocks that differ give, counts as 0; one above the range as its end.
  mutating func add(_ value: Int64) {
    let value = UInt64(Swift.max(0, value))
    if value > end { clamped += 1 }
    let counted = min(value, end)
    largest = max(largest, counted)
    histogram.record(counted)
  }

  /// What a snapshot says; nil before the first value.
  var distribution: Distribution? {
    guard histogram.totalCount > 0 else { return nil }
    // The histogram gives the end of a class of values, which may lie above all of them.
    func value(_ percentile: Double) -> UInt64 { min(histogram.valueAtPercentile(percentile), largest) }
    return Distribution(
      p50: value(50),
      p95: value(95),
      p99: value(99),
      max: largest,
      count: histogram.totalCount,
      clamped: clamped
    )
  }
}

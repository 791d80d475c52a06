/// What several runs cost for each change, in verifications.
struct IngestRatios {
  private var processor: [Double] = []
  private var clock: [Double] = []
  private var rates: [Double] = []

  static let headings = ["Processor a change (verifications)", "Clock a change (verifications)", "Changes a second"]

  mutating func add(_ cost: IngestCost, verification: Duration) {
    processor.append(cost.processor / verification / Double(cost.changes))
    clock.append(cost.clock / verification / Double(cost.changes))
    rates.append(Double(cost.changes) / cost.clock.seconds)
  }

  /// The medians.
  var cells: [String] { [processor, clock].map { Self.median($0).fixed(2) } + [Self.median(rates).grouped] }

  private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}

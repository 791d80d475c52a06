/// What goes wrong on the way between nodes, drawn for each seed.
package struct Faults: Sendable, Equatable {
  /// The share of deliveries that are lost.
  package var drop: Double
  /// The share that comes twice.
  package var duplicate: Double
  /// The share that is held up, and for how long at most, in milliseconds. What is held up is overtaken by others.
  package var delay: Double
  package var longestDelay: Int64
  /// The share that arrives with flipped bits.
  package var corruption: Double
  /// The share of publications that the broker does not take.
  package var unsent: Double

  /// Nothing goes wrong.
  package static let none = Faults(drop: 0, duplicate: 0, delay: 0, longestDelay: 1, corruption: 0, unsent: 0)

  /// Each kind in half of the seeds, more or less of it.
  static func drawn(from generator: inout SeededGenerator) -> Faults {
    func rate(upTo limit: Double) -> Double {
      generator.chance(0.5) ? Double.random(in: 0...limit, using: &generator) : 0
    }
    return Faults(
      drop: rate(upTo: 0.5),
      duplicate: rate(upTo: 0.4),
      delay: rate(upTo: 0.5),
      longestDelay: generator.number(100...400_000),
      corruption: rate(upTo: 0.1),
      unsent: rate(upTo: 0.2)
    )
  }

  /// Those that are drawn, by name.
  package var names: [String] {
    [("drop", drop), ("duplicate", duplicate), ("delay", delay), ("corruption", corruption), ("unsent", unsent)]
      .filter { $0.1 > 0 }.map(\.0)
  }
}

/// How long to wait before connecting again: doubling from a quarter of a second to half a minute, with jitter, for ever.
struct Backoff {
  private var ceiling = Self.first

  /// The first pause at its longest: a broker that restarts is back in about this time.
  static let first: Duration = .milliseconds(250)
  /// The longest pause: what a healed network may cost at most.
  static let longest: Duration = .seconds(30)
  /// A connection that held this long was a good one: the pauses begin from the first again. A broker that takes every
  /// connection and ends it at once does not get there.
  static let holding: Duration = .seconds(10)

  /// The next pause, between half of the ceiling (`jitter` 0) and the ceiling (1): drawn at random, it keeps the clients of a
  /// restarted broker from coming back all at once. `held` is how long the last connection stood, nil if none came about.
  mutating func pause(afterHolding held: Duration?, jitter: Double) -> Duration {
    if let held, held >= Self.holding { ceiling = Self.first }
    defer { ceiling = min(ceiling * 2, Self.longest) }
    return ceiling * (0.5 + jitter / 2)
  }
}

/// Tells a connection that broke from one that breaks again and again.
struct Steadiness {
  private var shortLives = 0

  /// So many connections in a row that broke within `Backoff.holding` are no accident.
  static let limit = 3

  /// The end, made `unsteady` where it is one of many. `held` is how long the connection stood, nil if none came about.
  mutating func judge(_ end: ConnectionEnd, afterHolding held: Duration?) -> ConnectionEnd {
    guard case .lost(let error) = end, let held, held < Backoff.holding else {
      shortLives = 0
      return end
    }
    shortLives += 1
    return shortLives >= Self.limit ? .unsteady(error) : end
  }
}

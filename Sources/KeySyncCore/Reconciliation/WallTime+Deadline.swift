extension WallTime {
  /// Nothing in a reconciliation is put off for longer: what lies further ahead was set by a clock that has stepped back since.
  private static let longestPause: Int64 = 3_600_000

  /// Whether a deadline of a reconciliation has come.
  func hasReached(_ deadline: WallTime) -> Bool {
    self >= deadline || deadline.milliseconds - milliseconds > Self.longestPause
  }
}

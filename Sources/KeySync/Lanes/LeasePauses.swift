/// How leases are kept (PROTOCOL section 9 leaves it to the node).
enum LeasePauses {
  /// How often a worker says that it lives: it may miss two of them, or wait for the store as long as a write does at most.
  static let renewal: Int64 = 3_000
  /// How long it is taken to live after it was last heard. With the looks of the others and a connection, its lanes are read
  /// again within 15 seconds after it was killed.
  static let lifetime: Int64 = 10_000
  /// How often it looks at how it stands: what others give up is noticed within this time.
  static let look = Duration.milliseconds(200)
}

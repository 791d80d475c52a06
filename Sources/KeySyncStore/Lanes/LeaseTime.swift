/// A moment by a clock that only goes on, as long as the machine does: leases do not heed what the time of day is set to.
package struct LeaseTime: Sendable, Equatable {
  /// Which start of the machine it counts from; times of different ones cannot be compared, and the older is over.
  package let boot: String
  /// Milliseconds since that start, suspended ones too.
  package let milliseconds: Int64

  package init(boot: String, milliseconds: Int64) {
    self.boot = boot
    self.milliseconds = milliseconds
  }
}

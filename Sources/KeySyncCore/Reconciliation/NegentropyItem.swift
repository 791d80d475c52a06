/// A head as reconciliation sees it: ordered by time, then by id (PROTOCOL section 8).
package struct NegentropyItem: Hashable, Comparable, Sendable {
  /// When the record was last modified, in whole seconds since the epoch; the largest integer is no time but infinity.
  package let timestamp: UInt64
  package let id: RecordID

  /// The timestamp is below 2^64−1.
  package init(timestamp: UInt64, id: RecordID) {
    self.timestamp = timestamp
    self.id = id
  }

  package init(lastModified: WallTime, id: RecordID) {
    self.init(timestamp: UInt64(lastModified.milliseconds / 1000), id: id)
  }

  package static func < (a: Self, b: Self) -> Bool {
    a.timestamp == b.timestamp ? a.id < b.id : a.timestamp < b.timestamp
  }
}

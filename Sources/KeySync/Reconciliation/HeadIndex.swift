import KeySyncStore

/// The index of all heads of a cluster, which follows the commits of every process on the same store.
struct HeadIndex {
  private(set) var items = NegentropyIndex()
  /// The last change of heads that is in; nil before all heads were read.
  private var sequence: Int64?

  /// Catches up. What cannot be followed is read anew: at the start, after a long pause, and where the store's own sum says
  /// otherwise.
  mutating func follow(_ transaction: ClusterTransaction) throws {
    let newest = try transaction.headSequence()
    guard newest != sequence else { return }
    if let sequence, let changes = try transaction.headChanges(since: sequence) {
      for change in changes {
        if change.hasJoined { items.insert(change.item) } else { items.remove(change.item) }
      }
    } else {
      try readAll(transaction)
    }
    sequence = newest
    if try items.sum != transaction.headSum() { try readAll(transaction) }
  }

  private mutating func readAll(_ transaction: ClusterTransaction) throws {
    items = NegentropyIndex()
    try transaction.forEachHead { items.insert($0) }
  }
}

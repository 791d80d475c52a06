import KeySyncBroker
import KeySyncStore

extension KeySynchronizer {
  /// Takes one batch from the broker down the line of checks and commits what follows in one transaction. When it returns,
  /// the batch may be acknowledged to the broker and the replies may be sent.
  ///
  /// - Parameter fence: the leases of the lanes it came on, for a node that has several workers.
  /// - Throws: `LeaseLost`, and what the store throws; nothing has happened then, and the batch must come again.
  package func receive(_ deliveries: [Delivery], under fence: LaneFence? = nil) throws -> [Reply] {
    let now = now()
    let (admission, arrivals) = try node.store.read(handle) { transaction in
      let admission = Admission(
        cluster: cluster,
        node: node.nodeID,
        trust: try transaction.trust(),
        cryptography: node.cryptography
      )
      let roads = topics.roads(of: deliveries.map(\.topic))
      return (admission, try zip(deliveries, roads).map { try arrive($0, on: $1, admission, transaction, at: now) })
    }
    let proofs = concurrentMap(arrivals, atLeast: 2) { self.prove($0, admission, at: now) }
    let (replies, events, times) = try node.store.write(handle, under: fence) { transaction in
      var commit = BatchCommit(
        transaction,
        rules: try rulesInForce(transaction),
        node: node.nodeID,
        cryptography: node.cryptography,
        at: now
      )
      try commit.take(proofs, of: deliveries)
      return (try commit.finish(), commit.events, commit.times)
    }
    latencies.note(batch: deliveries.count, sent: times.sent, settled: times.settled, at: self.now())
    reconciler.note(events)
    return replies
  }
}

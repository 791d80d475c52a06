import KeySyncCore

extension RecordGraph {
  /// The graph of records put in in this order.
  init(of records: some Sequence<VerifiedRecord>, under trust: Trust) {
    self.init()
    for record in records { _ = merge(record, under: trust) }
  }
}

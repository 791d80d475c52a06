import KeySync

/// All that was heard of a cluster's workers, within bounds.
struct Board {
  /// Workers beyond this number are not shown: whoever may publish on the broker can invent as many as they like, and each
  /// costs up to `ClusterWatch.payloadLimit` of memory.
  static let rowLimit = 512

  private(set) var rows: [WatchedWorker: WatchedRow] = [:]
  private(set) var isConnected = false
  private(set) var isSubscribed = false
  /// Why there is no connection; nil while there is one.
  private(set) var trouble: String?
  /// Messages that were no snapshot, and those of workers beyond the limit.
  private(set) var ignored = 0
  /// What a node is called here.
  let name: (NodeID) -> String

  init(name: @escaping (NodeID) -> String) { self.name = name }

  /// What an event changed.
  enum Change: Equatable {
    case snapshot(WatchedWorker)
    case status(WatchedWorker)
    case gone(WatchedWorker)
    case connection
    /// It was known already.
    case nothing
    case ignored
  }

  mutating func take(_ event: WatchEvent, at now: WallTime) -> Change {
    switch event {
    case .connected:
      (isConnected, isSubscribed, trouble) = (true, false, nil)
      return .connection
    case .subscribed:
      isSubscribed = true
      return .connection
    case .trouble(let sentence):
      (isConnected, isSubscribed, trouble) = (false, false, sentence)
      return .connection
    case .cleared(let worker):
      return rows.removeValue(forKey: worker) == nil ? .nothing : .gone(worker)
    case .snapshot(let worker, let payload):
      guard let json = LooseJSON(payload), let figures = SnapshotFigures(json), var row = row(of: worker) else {
        return ignore()
      }
      row.take(figures, json, at: now)
      rows[worker] = row
      return .snapshot(worker)
    case .status(let worker, let isOnline):
      guard var row = row(of: worker) else { return ignore() }
      if rows[worker] != nil, row.isOnline == isOnline { return .nothing }
      row.isOnline = isOnline
      rows[worker] = row
      return .status(worker)
    case .foreign: return ignore()
    }
  }

  /// By the names of nodes and workers; ids decide where two nodes are called the same.
  var sorted: [(worker: WatchedWorker, row: WatchedRow)] {
    rows.map { ($0.key, $0.value) }.sorted { a, b in
      (a.row.node, a.row.worker, a.worker.node) < (b.row.node, b.row.worker, b.worker.node)
    }
  }

  private func row(of worker: WatchedWorker) -> WatchedRow? {
    if let row = rows[worker] { return row }
    guard rows.count < Self.rowLimit else { return nil }
    return WatchedRow(node: name(worker.node).escaped, worker: worker.worker.text)
  }

  private mutating func ignore() -> Change {
    ignored += 1
    return .ignored
  }
}

import KeySync

extension WatchedRow {
  /// One line for a log: what is not known is left out.
  func line(at now: WallTime) -> String {
    let figures: [(String, String?)] = [
      ("age", age(at: now).map { "\($0 / 1000)s" }),
      ("keys", self.figures?.keys.map(ShortNumber.count)),
      ("synchronized", self.figures?.successRate.map { "\(ShortNumber.rate($0))%" }),
      ("pending", self.figures?.pending.map(ShortNumber.count)),
      ("applied", self.figures?.applied.map(ShortNumber.count)),
      ("applied_per_second", appliedRate.map(ShortNumber.rate)),
      ("published", self.figures?.published.map(ShortNumber.count)),
      ("conflicts", self.figures?.conflicts.map(ShortNumber.count)),
      ("refused", self.figures?.refused.map(ShortNumber.count)),
      ("active_peers", self.figures?.activePeers.map(ShortNumber.count)),
      ("latency_p99", self.figures?.latency.map { "\(ShortNumber.count($0))ms" }),
    ]
    let texts = figures.compactMap { name, text in text.map { "\(name)=\($0)" } }
    return (["\(now.text) \(node) \(worker) \(state(at: now).rawValue)"] + texts).joined(separator: " ")
  }

  /// The worker with its status and its last snapshot, each null before it has come.
  func json(of worker: WatchedWorker) -> LooseJSON {
    .object([
      "node": .text(worker.node.description),
      "worker": .text(worker.worker.text),
      "status": isOnline.map { .text($0 ? "online" : "offline") } ?? .null,
      "snapshot": snapshot ?? .null,
    ])
  }
}

extension WatchedWorker {
  /// A worker that was retired, as a line of JSON.
  static func gone(_ worker: WatchedWorker) -> LooseJSON {
    .object([
      "node": .text(worker.node.description), "worker": .text(worker.worker.text), "status": .text("gone"),
      "snapshot": .null,
    ])
  }
}

extension Topics {
  /// What somebody subscribes to who watches all workers of the cluster.
  package var watching: [String] { ["\(watched)status/#", "\(watched)stats/#"] }

  /// Whose statistics or status a topic carries; nil for any other topic.
  package func workerTopic(_ topic: String) -> WorkerTopic? {
    guard topic.utf8.starts(with: watched.utf8) else { return nil }
    let segments = topic.utf8.dropFirst(watched.utf8.count)
      .split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    guard segments.count == 3, let kind = WorkerTopic.Kind(rawValue: segments[0]), let node = NodeID(segments[1]),
      let worker = WorkerName(segments[2])
    else { return nil }
    return WorkerTopic(kind: kind, node: node, worker: worker)
  }

  private var watched: String { "\(root)/\(cluster.text)/" }
}

/// A topic on which a worker tells of itself (PROTOCOL section 9).
package struct WorkerTopic: Sendable, Equatable {
  package enum Kind: String, Sendable {
    case stats, status
  }

  package let kind: Kind
  package let node: NodeID
  package let worker: WorkerName

  package init(kind: Kind, node: NodeID, worker: WorkerName) {
    (self.kind, self.node, self.worker) = (kind, node, worker)
  }
}

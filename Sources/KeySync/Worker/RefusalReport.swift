import KeySyncStore
import Logging

/// Which refusals have been said.
struct RefusalReport {
  /// Refusals of one kind: of a word, by a node that is known to have sent them, or by nobody known.
  struct Kind: Hashable {
    let refusal: Refusal
    let sender: NodeID?
  }

  static let interval = Duration.seconds(60)

  /// How many there were when that was last said, and when that was; nil before the first look.
  private var said: [Kind: (count: Int, at: ContinuousClock.Instant?)]?

  /// Logs what has come since it was last said. What was there at the first look is no news.
  mutating func log(_ synchronizer: KeySynchronizer, to logger: Logger, at now: ContinuousClock.Instant) throws {
    let counts = try synchronizer.refusalCounts()
    guard let before = said else { return said = counts.mapValues { ($0, nil) } }
    var names: [NodeID: String]?
    for (kind, count) in counts.sorted(by: { $0.key.order < $1.key.order }) {
      let (known, at) = before[kind] ?? (0, nil)
      guard count > known, at.map({ now - $0 >= Self.interval }) ?? true else { continue }
      names = try names ?? synchronizer.peerNames()
      var metadata: Logger.Metadata = [
        "word": "\(kind.refusal.word)", "count": "\(count - known)",
        "sender": "\(kind.sender.map { names?[$0] ?? $0.description } ?? "unknown")",
      ]
      if let letter = try synchronizer.newestRefused(kind.refusal, from: kind.sender) {
        metadata["newest"] = "\(letter.id)"
        metadata["topic"] = "\(letter.topic.escaped)"
      }
      logger.log(level: kind.isOrdinary ? .info : .warning, "refused", metadata: metadata)
      said?[kind] = (count, now)
    }
  }
}

extension RefusalReport.Kind {
  /// What comes of lost connections and of changes that overtake each other.
  fileprivate var isOrdinary: Bool { refusal == .duplicate || refusal == .waiting }

  /// The same lines in the same order in every run.
  fileprivate var order: String { "\(refusal.word) \(sender?.description ?? "")" }
}

extension KeySynchronizer {
  /// Refused messages and changes since the store was made. Those of senders who are not known are what is left of all of a word.
  func refusalCounts() throws -> [RefusalReport.Kind: Int] {
    let (counters, bySender) = try node.store.read(handle) { (try $0.counters(), try $0.refusals()) }
    var counts: [RefusalReport.Kind: Int] = [:]
    for refusal in Refusal.allCases {
      var unknown = counters[CountedEvent.refused(refusal).name] ?? 0
      unknown += counters[CountedEvent.change(Outcome(refusal)).name] ?? 0
      for (sender, words) in bySender {
        guard let count = words[refusal.word] else { continue }
        counts[RefusalReport.Kind(refusal: refusal, sender: sender)] = count
        unknown -= count
      }
      if unknown > 0 { counts[RefusalReport.Kind(refusal: refusal, sender: nil)] = unknown }
    }
    return counts
  }

  fileprivate func newestRefused(_ refusal: Refusal, from sender: NodeID?) throws -> (id: Int64, topic: String)? {
    try node.store.read(handle) { try $0.newestDeadLetter(refusal, from: sender) }
  }

  /// What the nodes of the cluster are called here.
  fileprivate func peerNames() throws -> [NodeID: String] {
    Dictionary(try node.store.read(handle) { try $0.peers() }.map { ($0.node, $0.name) }) { first, _ in first }
  }
}

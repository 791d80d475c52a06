import KeySyncStore
import Logging

/// One cluster of a worker, with the replies that wait to be sent.
struct ClusterWork: Sendable {
  let synchronizer: KeySynchronizer
  let roads: RoadCheck
  let health = StoreHealth()
  let replies = ReplyQueue()
  private let logger: Logger

  init(_ synchronizer: KeySynchronizer, logger: Logger) {
    self.synchronizer = synchronizer
    roads = RoadCheck(of: synchronizer.node.nodeID, in: synchronizer.topics)
    self.logger = logger
  }

  func send(_ replies: [Reply]) { count(.repliesDropped, by: self.replies.append(replies)) }

  /// - Returns: whether it was.
  @discardableResult
  func count(_ event: CountedEvent, by amount: Int = 1) -> Bool {
    guard amount > 0 else { return true }
    do {
      try synchronizer.count(event, by: amount)
      return true
    } catch {
      let sentence = StoreError.sentence(for: error)
      logger.warning("not counted", metadata: ["event": "\(event.name)", "error": "\(sentence)"])
      return false
    }
  }
}

extension KeySynchronizer {
  /// What the node reads of this cluster.
  var subscriptions: [String] { topics.subscriptions(of: node.nodeID) }

  /// Counts events that no other transaction counts.
  func count(_ event: CountedEvent, by amount: Int = 1) throws {
    guard amount > 0 else { return }
    try node.store.write(handle) { try $0.increment(event.name, by: amount) }
  }
}

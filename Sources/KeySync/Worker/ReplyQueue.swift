import Synchronization

/// Replies of one cluster that wait to be sent, with a word to whoever sends them when there are some.
final class ReplyQueue: Sendable {
  let arrivals: AsyncStream<Void>
  private let arrived: AsyncStream<Void>.Continuation
  private let waiting = Mutex<[Reply]>([])

  /// Replies that may wait: more are given up and counted; whoever misses one sends or asks again.
  private static let limit = 1024

  init() { (arrivals, arrived) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

  /// - Returns: how many there was no room for.
  func append(_ replies: [Reply]) -> Int {
    guard !replies.isEmpty else { return 0 }
    let dropped = waiting.withLock { waiting in
      let taken = replies.prefix(Self.limit - waiting.count)
      waiting += taken
      return replies.count - taken.count
    }
    arrived.yield()
    return dropped
  }

  /// All that wait.
  func take() -> [Reply] {
    waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }
}

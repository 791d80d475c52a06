/// A message whose time is within five minutes of ours (PROTOCOL section 6, check 5).
package struct Fresh: Sendable {
  package let message: Message

  fileprivate init(_ message: Message) { self.message = message }
}

extension Message {
  /// - Throws: `stale` or `from-future`, when its time is more than 300,000 ms behind or ahead.
  package func fresh(at now: WallTime) throws(Refusal) -> Fresh {
    guard header.timestamp >= now.advanced(byMilliseconds: -Limits.freshness) else { throw .stale }
    guard header.timestamp <= now.advanced(byMilliseconds: Limits.freshness) else { throw .fromFuture }
    return Fresh(self)
  }
}

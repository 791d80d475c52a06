import Synchronization

/// Publications on their way from any task to the publisher's thread; it takes them only while connected.
final class PublishQueue: Sendable {
  /// A publication and who waits for its result.
  struct Entry: Sendable {
    let publication: Publication
    /// Nil for a greeting and for last words.
    let continuation: CheckedContinuation<Result<PublishAcknowledgement, PublishError>, Never>?
  }

  private struct State {
    var isOpen = false
    var waiting: [Entry] = []
    var lastWords: Publication?
  }

  private let state = Mutex(State())

  /// False, and the entry is not kept, while closed.
  func append(_ entry: Entry) -> Bool {
    state.withLock { state in
      if state.isOpen { state.waiting.append(entry) }
      return state.isOpen
    }
  }

  func setLastWords(_ publication: Publication?) { state.withLock { $0.lastWords = publication } }

  func takeLastWords() -> Publication? { state.withLock { $0.lastWords.take() } }

  func open() { state.withLock { $0.isOpen = true } }

  /// Gives those who still wait; their publications were not sent.
  func close() -> [Entry] {
    state.withLock { state in
      state.isOpen = false
      defer { state.waiting = [] }
      return state.waiting
    }
  }

  /// The oldest entries.
  func take(atMost count: Int) -> [Entry] {
    state.withLock { state in
      let entries = Array(state.waiting.prefix(count))
      state.waiting.removeFirst(entries.count)
      return entries
    }
  }
}

import Dispatch
import Foundation
import Synchronization

/// Transforms pages over all cores while further ones are being brought. The results keep the order of the pages.
final class ConcurrentPages<Page: Sendable, Result: Sendable>: Sendable {
  private let transform: @Sendable (Page) throws -> Result
  private let state = Mutex(State())
  private let work = DispatchGroup()

  private struct State {
    /// In the order of the pages; nil where a page is still being transformed.
    var results: [Swift.Result<Result, any Error>?] = []
    var unfinished = 0
  }

  /// Pages that wait for a core or are on one; who brings more transforms them.
  private static var limit: Int { 4 * ProcessInfo.processInfo.activeProcessorCount }

  init(_ transform: @escaping @Sendable (Page) throws -> Result) { self.transform = transform }

  func add(_ page: Page) {
    let (place, isBusy) = state.withLock { state in
      state.results.append(nil)
      state.unfinished += 1
      return (state.results.count - 1, state.unfinished > Self.limit)
    }
    if isBusy {
      finish(page, at: place)
    } else {
      DispatchQueue.global().async(group: work) { self.finish(page, at: place) }
    }
  }

  /// Waits for all pages.
  ///
  /// - Throws: the first error of a page.
  func results() throws -> [Result] {
    work.wait()
    return try state.withLock { $0.results }.compactMap { try $0?.get() }
  }

  private func finish(_ page: Page, at place: Int) {
    let result = Swift.Result { try transform(page) }
    state.withLock { state in
      state.results[place] = result
      state.unfinished -= 1
    }
  }
}

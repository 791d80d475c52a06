import Dispatch
import Foundation

/// Applies a pure function to every item, over all cores where there are items enough to make up for waking them. The results
/// keep the order of the items.
///
/// Neighbours are worked on by one core, so that cores do not wait for each other's memory.
func concurrentMap<Item: Sendable, Result: Sendable>(
  _ items: [Item],
  atLeast threshold: Int,
  _ transform: @Sendable (Item) -> Result
) -> [Result] {
  guard items.count >= threshold else { return items.map(transform) }
  let runs = min(items.count, runsPerCore * ProcessInfo.processInfo.activeProcessorCount)
  return unsafe [Result](unsafeUninitializedCapacity: items.count) { buffer, count in
    let base = unsafe UncheckedBase(buffer.baseAddress)
    DispatchQueue.concurrentPerform(iterations: runs) { run in
      for index in (items.count * run / runs)..<(items.count * (run + 1) / runs) {
        unsafe base.pointer?.advanced(by: index).initialize(to: transform(items[index]))
      }
    }
    count = items.count
  }
}

/// More than one, so that a core that is called away does not keep the others waiting.
private let runsPerCore = 4

/// Lets every iteration write its own element.
@unsafe private struct UncheckedBase<Element>: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Element>?

  init(_ pointer: UnsafeMutablePointer<Element>?) { unsafe self.pointer = pointer }
}

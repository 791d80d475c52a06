import Dispatch

/// Applies a pure function to every item, over all cores where there are items enough to make up for waking them. The results
/// keep the order of the items.
func concurrentMap<Item: Sendable, Result: Sendable>(
  _ items: [Item],
  atLeast threshold: Int,
  _ transform: @Sendable (Item) -> Result
) -> [Result] {
  guard items.count >= threshold else { return items.map(transform) }
  return unsafe [Result](unsafeUninitializedCapacity: items.count) { buffer, count in
    let base = unsafe UncheckedBase(buffer.baseAddress)
    DispatchQueue.concurrentPerform(iterations: items.count) { index in
      unsafe base.pointer?.advanced(by: index).initialize(to: transform(items[index]))
    }
    count = items.count
  }
}

/// Lets every iteration write its own element.
@unsafe private struct UncheckedBase<Element>: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Element>?

  init(_ pointer: UnsafeMutablePointer<Element>?) { unsafe self.pointer = pointer }
}

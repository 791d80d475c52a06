import Dispatch

/// Holds up threads that are not of Swift's own pool until it is opened; then it stays open.
package final class Gate: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  package init() {}

  /// Lets all pass that wait, and all who come.
  package func open() { semaphore.signal() }

  /// Waits until it is open.
  package func pass() {
    semaphore.wait()
    semaphore.signal()
  }
}

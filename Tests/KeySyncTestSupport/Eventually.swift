/// A condition that did not come true in time.
package struct NeverHappened: Error, CustomStringConvertible {
  package let description: String
}

/// Returns as soon as `condition` holds; looks every few milliseconds.
///
/// The time-out only bounds a test that fails, so it is generous: these tests run on busy machines.
package func eventually(
  _ expectation: String,
  timeout: Duration = .seconds(60),
  _ condition: () async throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + timeout
  while try await !condition() {
    guard .now < deadline else { throw NeverHappened(description: "\(expectation): not within \(timeout)") }
    try await Task.sleep(for: .milliseconds(5))
  }
}

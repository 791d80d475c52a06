/// A condition that did not come true in time.
package struct NeverHappened: Error, CustomStringConvertible {
  package let description: String
}

/// Returns as soon as `condition` holds; looks every few milliseconds.
///
/// The time-out only bounds a test that fails, so it is generous: these tests run on busy machines. There, one look can take
/// seconds, so it is not given up before so many looks either.
package func eventually(
  _ expectation: String,
  timeout: Duration = .seconds(180),
  _ condition: () async throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + timeout
  var looks = 1
  while try await !condition() {
    looks += 1
    guard .now < deadline || looks <= 20 else {
      throw NeverHappened(description: "\(expectation): not within \(timeout)")
    }
    try await Task.sleep(for: .milliseconds(5))
  }
}

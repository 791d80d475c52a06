import Testing

@testable import KeySyncBroker

@Suite struct `The pause before connecting again` {
  @Test func `doubles from a quarter of a second to half a minute`() {
    var backoff = Backoff()
    let pauses = (0..<9).map { _ in backoff.pause(afterHolding: nil, jitter: 1) / .milliseconds(1) }
    #expect(pauses == [250, 500, 1000, 2000, 4000, 8000, 16000, 30000, 30000])
  }

  @Test func `is half as long at the least`() {
    var backoff = Backoff()
    #expect(backoff.pause(afterHolding: nil, jitter: 0) == .milliseconds(125))
  }

  @Test func `begins again after a connection that held`() {
    var backoff = Backoff()
    for _ in 0..<5 { _ = backoff.pause(afterHolding: nil, jitter: 1) }
    #expect(backoff.pause(afterHolding: .seconds(10), jitter: 1) == .milliseconds(250))
  }

  @Test func `goes on growing after connections that are accepted and ended at once`() {
    var backoff = Backoff()
    for _ in 0..<4 { _ = backoff.pause(afterHolding: .seconds(9), jitter: 1) }
    #expect(backoff.pause(afterHolding: .seconds(9), jitter: 1) == .seconds(4))
  }
}

import KeySyncBroker
import Synchronization

/// Counts the answers to the subscriptions of each lane on its present connection.
final class SubscriptionAnswers: Sendable {
  private let received = Mutex<[Int: Int]>([:])

  func count(on lane: Int) -> Int { received.withLock { $0[lane, default: 0] } }

  func note(_ event: BrokerEvent, on lane: Int) {
    switch event {
    case .connecting: received.withLock { $0[lane] = 0 }
    case .subscribed, .subscriptionRefused: received.withLock { $0[lane, default: 0] += 1 }
    default: break
    }
  }
}

/// A change in the state of a connection, told to its observer.
package enum BrokerEvent: Sendable, Equatable, CustomStringConvertible {
  case connecting(BrokerEndpoint)
  /// The broker has accepted us; `isSessionPresent` if it still had our session.
  case connected(isSessionPresent: Bool)
  case subscribed(filter: String)
  /// The subscription stays unanswered until the next connection.
  case subscriptionRefused(filter: String, ReasonCode)
  /// A greeting or the last words were not taken by the broker; nobody else would learn of it.
  case publicationFailed(topic: String, PublishError)
  /// This connection, or this attempt at one, is over.
  case ended(ConnectionEnd)
  /// The pause before the next attempt.
  case waiting(Duration)
  /// The last event.
  case stopped

  package var description: String {
    switch self {
    case .connecting(let endpoint): "connecting to \(endpoint)"
    case .connected(let isSessionPresent): "connected, \(isSessionPresent ? "session resumed" : "new session")"
    case .subscribed(let filter): "subscribed to \(filter)"
    case .subscriptionRefused(let filter, let reason): "subscription to \(filter) refused: \(reason)"
    case .publicationFailed(let topic, let error): "publication on \(topic) not taken: \(error)"
    case .ended(let end): "\(end)"
    case .waiting(let pause): "connecting again in \(pause.formatted)"
    case .stopped: "stopped"
    }
  }
}

extension Duration {
  /// Seconds with one decimal.
  fileprivate var formatted: String {
    let tenths = (self / .milliseconds(100)).rounded()
    return "\(tenths / 10) s"
  }
}

import KeySyncBroker
import Synchronization

/// Collects, in order, what handlers and observers are called with on their threads.
final class Recorder<Item: Sendable>: Sendable {
  private let recorded = Mutex<[Item]>([])

  var items: [Item] { recorded.withLock { $0 } }

  var count: Int { recorded.withLock { $0.count } }

  func record(_ item: Item) { recorded.withLock { $0.append(item) } }

  func record(contentsOf items: [Item]) { recorded.withLock { $0 += items } }
}

extension Recorder<BrokerEvent> {
  /// How often the broker has accepted the connection.
  var connections: Int { items.count { if case .connected = $0 { true } else { false } } }

  var subscriptions: Int { items.count { if case .subscribed = $0 { true } else { false } } }

  var ends: [ConnectionEnd] { items.compactMap { if case .ended(let end) = $0 { end } else { nil } } }
}

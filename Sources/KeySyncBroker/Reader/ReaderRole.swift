/// Reading: subscribes after every CONNACK. What is delivered is taken by the reader's thread.
struct ReaderRole: ConnectionRole {
  let subscriptions: [Subscription]
  let observe: (BrokerEvent) -> Void
  /// Filters asked for, by the number of their packet.
  private var asked: [CInt: String] = [:]

  init(_ subscriptions: [Subscription], observe: @escaping (BrokerEvent) -> Void) {
    self.subscriptions = subscriptions
    self.observe = observe
  }

  /// Subscribes whatever the broker says of a session: it may have lost the subscriptions, or we may have new ones.
  mutating func open(
    _ connection: borrowing MosquittoHandle,
    _ answer: Arrivals.ConnectAnswer
  ) throws(ConnectionEnd) {
    for subscription in subscriptions {
      do throws(MosquittoError) {
        asked[try connection.subscribe(subscription)] = subscription.filter
      } catch {
        throw .lost(error)
      }
    }
  }

  mutating func work(_ connection: borrowing MosquittoHandle) throws(ConnectionEnd) {
    for answer in connection.arrivals.takeSubscribed() {
      guard let filter = asked.removeValue(forKey: answer.packet) else { continue }
      observe(
        answer.reason.isFailure ? .subscriptionRefused(filter: filter, answer.reason) : .subscribed(filter: filter)
      )
    }
  }

  mutating func bidFarewell(_ connection: borrowing MosquittoHandle) {}

  /// Its acknowledgements are queued as soon as a batch has been handled.
  var isSettled: Bool { true }

  mutating func close() {}
}

/// A topic filter to subscribe to.
package struct Subscription: Sendable, Hashable {
  package let filter: String
  package let qos: QualityOfService

  package init(_ filter: String, qos: QualityOfService = .atLeastOnce) {
    self.filter = filter
    self.qos = qos
  }
}

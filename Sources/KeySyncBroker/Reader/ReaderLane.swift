/// One of the sessions that a reader reads through.
package struct ReaderLane: Sendable {
  package let number: Int
  /// A lane that comes with another term is closed and opened anew.
  package let term: Int64
  package let options: ConnectionOptions
  package let subscriptions: [Subscription]

  package init(number: Int, term: Int64 = 0, options: ConnectionOptions, subscriptions: [Subscription]) {
    self.number = number
    self.term = term
    self.options = options
    self.subscriptions = subscriptions
  }
}

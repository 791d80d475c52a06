/// What a connection is for: one value per connection, used on its thread only.
protocol ConnectionRole {
  /// The broker has accepted the connection.
  mutating func open(
    _ handle: borrowing MosquittoHandle,
    _ answer: Arrivals.ConnectAnswer
  ) throws(ConnectionEnd)

  /// Deals with everything that has arrived and queues what is to be sent. Only afterwards is anything written.
  mutating func work(_ handle: borrowing MosquittoHandle) throws(ConnectionEnd)

  /// A stop was requested: queues the last words and takes on no further work.
  mutating func bidFarewell(_ handle: borrowing MosquittoHandle) throws(ConnectionEnd)

  /// Whether nothing is outstanding, so that the connection may end.
  var isSettled: Bool { get }

  /// The connection, opened or not, is over.
  mutating func close()
}

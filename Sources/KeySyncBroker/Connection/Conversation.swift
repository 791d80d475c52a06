/// One connection from CONNECT to its end, in turns: `read` what has arrived, deal with it, and only then `goOn` to write.
///
/// So acknowledgements that the library queued while reading leave after what was read has been dealt with, or never.
final class Conversation<Role: ConnectionRole> {
  private let handle: MosquittoHandle
  private let observe: (BrokerEvent) -> Void
  private var role: Role
  private let began = ContinuousClock.now
  /// When the broker accepted us.
  private(set) var openedAt: ContinuousClock.Instant?
  private var farewellAt: ContinuousClock.Instant?
  /// What broke the connection, until what had arrived before it is dealt with.
  private var failure: MosquittoError?

  /// How long the broker may take to answer CONNECT: a port that accepts and says nothing is not waited for.
  private static var answerTime: Duration { .seconds(10) }
  /// How long a stop may wait for outstanding acknowledgements, and then for the socket to take the last words.
  private static var farewellTime: Duration { .seconds(2) }

  /// `handle` has connected its socket.
  init(_ handle: consuming MosquittoHandle, role: Role, observe: @escaping (BrokerEvent) -> Void) {
    self.handle = handle
    self.role = role
    self.observe = observe
  }

  /// What to poll for.
  var interest: Polling.Interest { Polling.Interest(socket: handle.socket, isWriting: handle.wantsWrite) }

  /// How long a turn may wait for something to do.
  var patience: Duration { farewellAt == nil ? Polling.turn : Polling.shortTurn }

  /// Reads until the batch is full or the socket is empty, and opens the role once the broker has accepted the connection. An
  /// error waits until what arrived before it has been dealt with.
  func read(into room: BatchRoom) throws(ConnectionEnd) {
    do throws(MosquittoError) {
      repeat { try handle.read() } while !handle.arrivals.fill(room) && Polling.isReadable(handle.socket)
    } catch {
      failure = error
    }
    try greet()
  }

  /// What has been read, with its size.
  func takeDeliveries() -> (deliveries: [Delivery], payloadBytes: Int) {
    let bytes = handle.arrivals.payloadBytes
    return (handle.arrivals.takeDeliveries(), bytes)
  }

  /// Lets the role work, and writes; says goodbye first where it is asked to leave.
  ///
  /// - Throws: why the connection has ended.
  func goOn(isLeaving: Bool) throws(ConnectionEnd) {
    try role.work(handle)
    if let failure { throw end(after: failure) }
    if isLeaving { try leave() }
    try write()
    if openedAt == nil, .now - began > Self.answerTime { throw .unanswered }
  }

  /// It is over.
  func close() { role.close() }

  private func greet() throws(ConnectionEnd) {
    guard let answer = handle.arrivals.takeConnectAnswer() else { return }
    guard answer.reason == .success else { throw .refused(answer.reason) }
    openedAt = .now
    try role.open(handle, answer)
    observe(.connected(isSessionPresent: answer.isSessionPresent))
  }

  /// Writes what is queued and pings where it is time.
  private func write() throws(ConnectionEnd) {
    do throws(MosquittoError) {
      try handle.write()
      try handle.keepAlive()
    } catch {
      throw end(after: error)
    }
  }

  /// Lets the role say its last words, and once it has nothing outstanding, or out of patience, disconnects.
  private func leave() throws(ConnectionEnd) {
    if farewellAt == nil {
      farewellAt = .now
      try role.bidFarewell(handle)
    }
    guard role.isSettled || isPast(farewellAt) else { return }
    try? disconnect()  // a connection that breaks now, or that the library has closed, is as much over
    throw .stopped
  }

  /// Writes all that is queued and then DISCONNECT, as far as the socket takes it in time; the library then closes it.
  private func disconnect() throws(MosquittoError) {
    try handle.disconnect()
    let start = ContinuousClock.now
    try handle.write()
    while handle.socket >= 0 && !isPast(start) {
      _ = Polling.wait(for: [Polling.Interest(socket: handle.socket, isWriting: true)], atMost: Polling.shortTurn)
      try handle.write()
    }
  }

  private func isPast(_ start: ContinuousClock.Instant?) -> Bool {
    start.map { .now - $0 > Self.farewellTime } ?? false
  }

  private func end(after error: MosquittoError) -> ConnectionEnd {
    if let dismissal = handle.arrivals.dismissal { return .dismissed(dismissal) }
    guard openedAt == nil else { return .lost(error) }
    return handle.arrivals.tlsFailure.map { .insecure($0) } ?? .hungUp(error)
  }
}

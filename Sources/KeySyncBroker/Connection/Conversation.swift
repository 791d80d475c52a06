/// One connection from CONNECT to its end.
///
/// Each turn reads a batch, lets the role deal with it, and only then writes: acknowledgements that the library queued while
/// reading leave after the batch has been handled, or never.
struct Conversation<Role: ConnectionRole>: ~Copyable {
  private let handle: MosquittoHandle
  private let control: ConnectionControl
  private let observe: @Sendable (BrokerEvent) -> Void
  private var role: Role
  private let began = ContinuousClock.now
  /// When the broker accepted us.
  private(set) var openedAt: ContinuousClock.Instant?
  private var farewellAt: ContinuousClock.Instant?

  /// How long the broker may take to answer CONNECT: a port that accepts and says nothing is not waited for.
  private static var answerTime: Duration { .seconds(10) }
  /// How long a stop may wait for outstanding acknowledgements, and then for the socket to take the last words.
  private static var farewellTime: Duration { .seconds(2) }
  /// How long one turn may wait for something to do: the library's keepalive counts in seconds.
  private static var turnMilliseconds: CInt { 1000 }
  /// The same where a deadline is near.
  private static var shortTurnMilliseconds: CInt { 50 }

  /// `handle` has connected its socket.
  init(
    _ handle: consuming MosquittoHandle,
    role: Role,
    control: ConnectionControl,
    observe: @escaping @Sendable (BrokerEvent) -> Void
  ) {
    self.handle = handle
    self.role = role
    self.control = control
    self.observe = observe
  }

  /// Talks until the connection ends, and says why it did.
  mutating func run() -> ConnectionEnd {
    defer {
      control.disconnected()
      role.close()
    }
    do throws(ConnectionEnd) {
      while true { try takeTurn() }
    } catch {
      return error
    }
  }

  private mutating func takeTurn() throws(ConnectionEnd) {
    let failure = wait() ? readBatch() : nil
    try greet()
    try role.work(handle)
    if let failure { throw end(after: failure) }
    if control.isStopRequested { try leave() }
    try write()
    if openedAt == nil, .now - began > Self.answerTime { throw .unanswered }
  }

  /// Waits for something to do; gives whether the socket is to be read.
  private func wait() -> Bool {
    let isReadable = Polling.wait(
      socket: handle.socket,
      forWriting: handle.wantsWrite,
      wakeup: control.wakeup.descriptor,
      milliseconds: farewellAt == nil ? Self.turnMilliseconds : Self.shortTurnMilliseconds
    )
    control.wakeup.clear()
    return isReadable
  }

  /// Reads until the batch is full or the socket is empty. An error waits until what arrived before it has been dealt with.
  private func readBatch() -> MosquittoError? {
    do throws(MosquittoError) {
      repeat { try handle.read() } while !handle.arrivals.isBatchFull && Polling.isReadable(handle.socket)
      return nil
    } catch {
      return error
    }
  }

  /// Opens the role once the broker has accepted the connection.
  private mutating func greet() throws(ConnectionEnd) {
    guard let answer = handle.arrivals.takeConnectAnswer() else { return }
    guard answer.reason == .success else { throw .refused(answer.reason) }
    openedAt = .now
    try role.open(handle, answer)
    control.connected()
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
  private mutating func leave() throws(ConnectionEnd) {
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
      let milliseconds = Self.shortTurnMilliseconds
      _ = Polling.wait(socket: handle.socket, forWriting: true, wakeup: -1, milliseconds: milliseconds)
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

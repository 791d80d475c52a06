/// A connection that is made again for ever: one thread, one conversation after the other, a pause between them.
final class BrokerConnection<Role: ConnectionRole & SendableMetatype>: Sendable {
  let control = ConnectionControl()
  private let options: ConnectionOptions
  private let observe: @Sendable (BrokerEvent) -> Void
  private let makeRole: @Sendable () -> Role

  /// `observe` and the roles are called on the connection's own thread.
  init(
    _ options: ConnectionOptions,
    observe: @escaping @Sendable (BrokerEvent) -> Void,
    makeRole: @escaping @Sendable () -> Role
  ) {
    self.options = options
    self.observe = observe
    self.makeRole = makeRole
  }

  /// Starts the thread; a second start, or one after a stop, does nothing.
  func start() {
    guard control.begin() else { return }
    let hasStarted = ConnectionThread.start { [self] in run() }
    if !hasStarted { end() }
  }

  /// Asks the connection to say its last words and end; see `ConnectionControl.requestStop`.
  func stop() {
    if control.requestStop() { end() }
  }

  private func run() {
    var (backoff, steadiness) = (Backoff(), Steadiness())
    while !control.isStopRequested {
      observe(.connecting(options.endpoint))
      var (result, held) = converse()
      result = steadiness.judge(result, afterHolding: held)
      // A stop that came while connecting has been announced by whoever asked for it.
      guard !control.hasEnded else { return }
      observe(.ended(result))
      guard !control.isStopRequested else { break }
      let pause = backoff.pause(afterHolding: held, jitter: .random(in: 0...1))
      observe(.waiting(pause))
      sleep(pause)
    }
    end()
  }

  /// One connection: why it ended, and how long it stood if the broker accepted it.
  private func converse() -> (ConnectionEnd, held: Duration?) {
    do throws(ConnectionEnd) {
      let handle = try MosquittoHandle.connected(options, control)
      let conversation = Conversation(handle, role: makeRole()) { [control, observe] event in
        if case .connected = event { control.connected() }
        observe(event)
      }
      let result = talk(conversation)
      return (result, conversation.openedAt.map { .now - $0 })
    } catch {
      return (error, nil)
    }
  }

  /// Talks until the connection ends, and says why it did.
  private func talk(_ conversation: Conversation<Role>) -> ConnectionEnd {
    defer {
      control.disconnected()
      conversation.close()
    }
    do throws(ConnectionEnd) {
      while true {
        let readable = Polling.wait(
          for: [conversation.interest],
          control.wakeup,
          atMost: conversation.patience
        )
        if readable == [true] { try conversation.read(into: BatchRoom()) }
        try conversation.goOn(isLeaving: control.isStopRequested)
      }
    } catch {
      return error
    }
  }

  /// Sleeps until the time has passed or a stop is requested.
  private func sleep(_ pause: Duration) {
    let end = ContinuousClock.now + pause
    while !control.isStopRequested, .now < end {
      _ = Polling.wait(for: [], control.wakeup, atMost: ContinuousClock.now.duration(to: end))
    }
  }

  private func end() { control.end { observe(.stopped) } }
}

extension MosquittoHandle {
  /// A handle of its own for every connection: nothing of the one before is left, its unwritten acknowledgements least of all.
  /// Blocks while connecting, which `control` is told.
  static func connected(_ options: ConnectionOptions, _ control: ConnectionControl) throws(ConnectionEnd)
    -> MosquittoHandle
  {
    let handle: MosquittoHandle
    do throws(MosquittoError) { handle = try MosquittoHandle(options) } catch { throw .unreachable(error) }
    guard control.setBlocked(true) else { throw .stopped }
    do throws(MosquittoError) {
      try handle.connect(options)
    } catch {
      throw handle.arrivals.tlsFailure.map { .insecure($0) } ?? .unreachable(error)
    }
    guard control.setBlocked(false) else { throw .stopped }
    return handle
  }
}

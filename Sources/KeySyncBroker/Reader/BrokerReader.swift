/// Reads the subscriptions of one or more lanes, each through a persistent session of its own, and acknowledges a batch only
/// after its handler has returned. All lanes share one thread and one batch, so that one commit serves them all.
///
/// It runs from `start` until `stop`, and connects again for ever. Lanes may come and go meanwhile.
package final class BrokerReader: Sendable {
  private let control = ConnectionControl()
  private let state = ReaderState()
  private let calls: ReaderCalls

  /// - Parameters:
  ///   - observe: called with the number of the lane, on the reader's own thread; `stopped` may come from the one that calls
  ///     `stop`.
  ///   - mayConnect: asked before every connection of a lane; no puts it off.
  ///   - handle: called with what has come on one or more lanes (bounds: `BatchBounds`), on the reader's own thread, which it
  ///     may block. A lane without a verdict is acknowledged. The same message may come again after any end of a connection.
  ///     Payloads may be of any size: a limit told to the broker would make it drop larger ones unseen.
  package init(
    observe: @escaping @Sendable (Int, BrokerEvent) -> Void = { _, _ in },
    mayConnect: @escaping @Sendable (Int) -> Bool = { _ in true },
    handle: @escaping @Sendable ([LaneBatch]) -> [Int: BatchVerdict]
  ) {
    calls = ReaderCalls(observe: observe, mayConnect: mayConnect, handle: handle)
  }

  /// Starts the reader's thread; once only.
  package func start() {
    guard control.begin() else { return }
    let hasStarted = ConnectionThread.start { [self] in
      ReaderThread(control, state, calls).run()
      end()
    }
    if !hasStarted { end() }
  }

  /// Reads these lanes from now on. A lane that is not among them any more finishes its batch and disconnects; the broker keeps
  /// its session for its expiry time.
  package func read(_ lanes: [ReaderLane]) {
    guard !control.isStopRequested else { return }
    state.wanted = Dictionary(lanes.map { ($0.number, $0) }) { first, _ in first }
    control.wakeup.signal()
  }

  /// Asks it to finish its batch and disconnect all lanes; the broker keeps the sessions for their expiry time.
  package func stop() {
    if control.requestStop() { end() }
  }

  /// Returns when the thread has finished, within 2 seconds of the handler's last return.
  package func waitUntilStopped() async { await control.waitUntilEnded() }

  /// Whether every lane it reads is connected.
  package var isConnected: Bool { state.isConnected && !control.hasEnded }

  /// How often a broker has accepted each lane it reads, since it was last begun: reconnections and one.
  package var connectionsByLane: [Int: Int] { state.connections }

  /// The lanes that are read or not closed yet, ascending.
  package var lanesInUse: [Int] { control.hasEnded ? [] : state.inUse }

  private func end() {
    control.end {
      for lane in state.inUse {
        state.closed(lane, isStopped: true)
        calls.observe(lane, .stopped)
      }
    }
  }
}

// A reader of one session.
extension BrokerReader {
  /// A reader of lane 0 alone.
  package convenience init(
    _ options: ConnectionOptions,
    subscriptions: [Subscription],
    observe: @escaping @Sendable (BrokerEvent) -> Void = { _ in },
    handle: @escaping @Sendable ([Delivery]) -> BatchVerdict
  ) {
    self.init(observe: { observe($1) }) { batches in
      batches.reduce(into: [:]) { $0[$1.lane] = handle($1.deliveries) }
    }
    read([ReaderLane(number: 0, options: options, subscriptions: subscriptions)])
  }

  /// How often a broker has accepted it on its one lane: reconnections and one.
  package var connections: Int { connectionsByLane[0] ?? 0 }
}

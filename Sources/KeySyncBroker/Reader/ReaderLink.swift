/// The connection of one lane, made again until the lane is given up; used by the reader's thread alone.
final class ReaderLink {
  let lane: ReaderLane
  private let state: ReaderState
  private let observe: (BrokerEvent) -> Void
  private var conversation: Conversation<ReaderRole>?
  private var backoff = Backoff()
  private var steadiness = Steadiness()
  private var nextAttempt = ContinuousClock.now
  /// What ended the connection in this turn; its last deliveries are still to be dealt with.
  private var pendingEnd: ConnectionEnd?
  /// Whether it says goodbye as soon as it has nothing left to acknowledge.
  var isLeaving = false
  /// Whether it is closed for good.
  private(set) var isOver = false

  init(_ lane: ReaderLane, _ state: ReaderState, observe: @escaping (BrokerEvent) -> Void) {
    self.lane = lane
    self.state = state
    self.observe = observe
    state.opened(lane.number)
  }

  /// How long it may be left alone.
  var patience: Duration {
    if isLeaving { return .zero }
    if let conversation { return conversation.patience }
    return isOver ? Polling.turn : min(ContinuousClock.now.duration(to: nextAttempt), Polling.turn)
  }

  /// Nil while there is no connection.
  var interest: Polling.Interest? { conversation?.interest }

  /// Connects where it is time to. Blocks meanwhile, and with it every lane of the reader: they all lead to one broker.
  func connectIfDue(_ control: ConnectionControl, mayConnect: (Int) -> Bool) {
    guard conversation == nil, !isOver else { return }
    guard !isLeaving else { return isOver = true }
    guard .now >= nextAttempt else { return }
    guard mayConnect(lane.number) else { return nextAttempt = .now + Backoff.first }
    observe(.connecting(lane.options.endpoint))
    do throws(ConnectionEnd) {
      let (observe, number) = (observe, lane.number)
      conversation = Conversation(
        try MosquittoHandle.connected(lane.options, control),
        role: ReaderRole(lane.subscriptions, observe: observe)
      ) { [state] event in
        if case .connected = event { state.connected(number) }
        observe(event)
      }
    } catch {
      // A stop that came while connecting has been announced by whoever asked for it.
      if !control.hasEnded { end(error) }
    }
  }

  /// Reads what has arrived, as far as there is room.
  func read(into room: inout BatchRoom) -> LaneBatch? {
    guard let conversation else { return nil }
    do throws(ConnectionEnd) { try conversation.read(into: room) } catch { pendingEnd = error }
    let (deliveries, payloadBytes) = conversation.takeDeliveries()
    guard !deliveries.isEmpty else { return nil }
    room.take(deliveries.count, payloadBytes: payloadBytes)
    return LaneBatch(lane: lane.number, deliveries: deliveries)
  }

  /// Writes, acknowledgements of what was read first, unless it is to come again.
  func goOn(_ verdict: BatchVerdict) {
    guard let conversation else { return }
    do throws(ConnectionEnd) {
      switch verdict {
      case .acknowledge: break
      case .redeliver: throw .redelivery
      case .letGo: throw .letGo
      }
      if let pendingEnd { throw pendingEnd }
      try conversation.goOn(isLeaving: isLeaving)
    } catch {
      end(error)
    }
  }

  private func end(_ reason: ConnectionEnd) {
    let held = conversation?.openedAt.map { .now - $0 }
    conversation?.close()
    (conversation, pendingEnd) = (nil, nil)
    state.disconnected(lane.number)
    observe(.ended(steadiness.judge(reason, afterHolding: held)))
    guard !isLeaving, reason != .letGo else { return isOver = true }
    let pause = backoff.pause(afterHolding: held, jitter: .random(in: 0...1))
    observe(.waiting(pause))
    nextAttempt = .now + pause
  }
}

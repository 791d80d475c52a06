/// The work of a reader's thread: one batch from all its lanes, one call of the handler, then the acknowledgements of all.
final class ReaderThread {
  private let control: ConnectionControl
  private let state: ReaderState
  private let calls: ReaderCalls
  /// By number; a lane that let go stays here until it is no longer wanted.
  private var links: [Int: ReaderLink] = [:]
  /// Whose turn it is to read first, so that a lane with much to read does not keep the others from it.
  private var first = 0

  init(_ control: ConnectionControl, _ state: ReaderState, _ calls: ReaderCalls) {
    (self.control, self.state, self.calls) = (control, state, calls)
  }

  /// Reads until a stop is requested and every lane is closed.
  func run() {
    while true {
      followWishes()
      if links.isEmpty, control.isStopRequested { return }
      for link in links.values { link.connectIfDue(control, mayConnect: calls.mayConnect) }
      if control.hasEnded { return }
      takeTurn()
    }
  }

  /// Opens lanes that are wanted, and closes those that are not.
  private func followWishes() {
    let wanted = control.isStopRequested ? [:] : state.wanted
    for (number, link) in links {
      link.isLeaving = link.isLeaving || wanted[number]?.term != link.lane.term
      guard link.isOver, link.isLeaving else { continue }
      links[number] = nil
      state.closed(number, isStopped: control.isStopRequested)
      calls.observe(number, .stopped)
    }
    for (number, lane) in wanted where links[number] == nil {
      links[number] = ReaderLink(lane, state) { [calls] in calls.observe(number, $0) }
    }
  }

  private func takeTurn() {
    let links = turn()
    let readable = wait(links)
    var (room, batches) = (BatchRoom(), [LaneBatch]())
    for (link, isReadable) in zip(links, readable) where isReadable && !room.isFull {
      if let batch = link.read(into: &room) { batches.append(batch) }
    }
    let verdicts = batches.isEmpty ? [:] : calls.handle(batches)
    for link in links { link.goOn(verdicts[link.lane.number] ?? .acknowledge) }
  }

  /// Waits for something to do; gives for each link whether it is to be read.
  private func wait(_ links: [ReaderLink]) -> [Bool] {
    let connected = links.filter { $0.interest != nil }
    let readable = Polling.wait(
      for: connected.compactMap(\.interest),
      control.wakeup,
      atMost: links.map(\.patience).min() ?? Polling.turn
    )
    let toBeRead = Set(zip(connected, readable).filter(\.1).map(\.0.lane.number))
    return links.map { toBeRead.contains($0.lane.number) }
  }

  /// All links, another one first in every turn.
  private func turn() -> [ReaderLink] {
    let sorted = links.keys.sorted()
    guard !sorted.isEmpty else { return [] }
    first = (first + 1) % sorted.count
    return (sorted[first...] + sorted[..<first]).compactMap { links[$0] }
  }
}

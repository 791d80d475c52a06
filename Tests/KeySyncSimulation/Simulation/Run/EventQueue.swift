/// What is to happen, earliest first; of what happens at one time, what was put in first (a binary heap).
struct EventQueue<Event> {
  private var heap: [Entry] = []
  private var sequence: UInt64 = 0

  private struct Entry {
    let time: Int64
    let sequence: UInt64
    let event: Event

    func precedes(_ other: Entry) -> Bool { (time, sequence) < (other.time, other.sequence) }
  }

  var count: Int { heap.count }

  /// When the next event is due.
  var nextTime: Int64? { heap.first?.time }

  mutating func insert(_ event: Event, at time: Int64) {
    heap.append(Entry(time: time, sequence: sequence, event: event))
    sequence += 1
    var child = heap.count - 1
    while child > 0, heap[child].precedes(heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func popFirst() -> (time: Int64, event: Event)? {
    guard let last = heap.popLast() else { return nil }
    guard let first = heap.first else { return (last.time, last.event) }
    heap[0] = last
    sink()
    return (first.time, first.event)
  }

  private mutating func sink() {
    var parent = 0
    while 2 * parent + 1 < heap.count {
      let (left, right) = (2 * parent + 1, 2 * parent + 2)
      let child = right < heap.count && heap[right].precedes(heap[left]) ? right : left
      guard heap[child].precedes(heap[parent]) else { return }
      heap.swapAt(child, parent)
      parent = child
    }
  }
}

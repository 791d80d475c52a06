/// Record ids in the order in which they were put in, each once. An id that was taken out and put in again stands at the end.
struct IDQueue: Sendable {
  /// The newest place of each id.
  private var places: [RecordID: Int] = [:]
  /// Ids by place, with those that have gone or moved on.
  private var order: [RecordID] = []
  /// The place of the first element of `order`.
  private var base = 0

  var count: Int { places.count }
  var isEmpty: Bool { places.isEmpty }

  func contains(_ id: RecordID) -> Bool { places[id] != nil }

  /// False where it is in already.
  @discardableResult
  mutating func append(_ id: RecordID) -> Bool {
    guard places[id] == nil else { return false }
    places[id] = base + order.count
    order.append(id)
    return true
  }

  /// False where it is not in.
  @discardableResult
  mutating func remove(_ id: RecordID) -> Bool { places.removeValue(forKey: id) != nil }

  /// The first ids, which stay in.
  func prefix(_ limit: Int) -> [RecordID] {
    Array(order.enumerated().lazy.filter { places[$1] == base + $0 }.map(\.element).prefix(limit))
  }

  /// Takes the first ids out.
  mutating func takeFirst(_ limit: Int) -> [RecordID] {
    let taken = prefix(limit)
    for id in taken { places[id] = nil }
    let gone = order.indices.first { places[order[$0]] == base + $0 } ?? order.count
    order.removeFirst(gone)
    base += gone
    return taken
  }
}

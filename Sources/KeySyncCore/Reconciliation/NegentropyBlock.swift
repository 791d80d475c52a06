/// A run of neighbouring items with their sum: one leaf of the index. It is never empty between calls of the index.
struct NegentropyBlock: Sendable {
  private var items: [NegentropyItem]
  private(set) var sum: FingerprintSum

  /// Items in one block: twice as many move more at each insertion, half as many make the list of blocks longer.
  static let capacity = 256
  /// The steps in which memory is taken: an array that doubles would go beyond 64 bytes a key.
  private static let step = 32

  init(_ items: some Collection<NegentropyItem>) {
    self.items = []
    self.items.reserveCapacity(Self.room(for: items.count))
    self.items += items
    sum = Self.sum(items)
  }

  var count: Int { items.count }
  var isFull: Bool { items.count >= Self.capacity }
  var first: NegentropyItem { items[0] }
  var last: NegentropyItem { items[items.count - 1] }

  subscript(offset: Int) -> NegentropyItem { items[offset] }

  func lowerBound(of item: NegentropyItem) -> Int { items.partitionPoint { $0 < item } }

  /// The sum of the first so many items, from the nearer end.
  func sum(before offset: Int) -> FingerprintSum {
    offset <= items.count / 2 ? Self.sum(items[..<offset]) : sum - Self.sum(items[offset...])
  }

  /// False where the item is in already.
  mutating func insert(_ item: NegentropyItem) -> Bool {
    let offset = lowerBound(of: item)
    guard offset == items.count || items[offset] != item else { return false }
    if items.count == items.capacity { refit() }
    items.insert(item, at: offset)
    sum.add(item.id)
    return true
  }

  /// False where the item is not in.
  mutating func remove(_ item: NegentropyItem) -> Bool {
    let offset = lowerBound(of: item)
    guard offset < items.count, items[offset] == item else { return false }
    items.remove(at: offset)
    if items.capacity - items.count > 2 * Self.step { refit() }
    sum.subtract(item.id)
    return true
  }

  /// Takes the upper half off.
  mutating func split() -> NegentropyBlock {
    let middle = items.count / 2
    let upper = NegentropyBlock(items[middle...])
    self = NegentropyBlock(items[..<middle])
    return upper
  }

  /// This block and the one behind it as one.
  func joined(with next: NegentropyBlock) -> NegentropyBlock { NegentropyBlock(items + next.items) }

  private mutating func refit() {
    var fitted: [NegentropyItem] = []
    fitted.reserveCapacity(Self.room(for: items.count))
    fitted += items
    items = fitted
  }

  /// The next multiple of the step that leaves room for another item.
  private static func room(for count: Int) -> Int { (count / step + 1) * step }

  private static func sum(_ items: some Sequence<NegentropyItem>) -> FingerprintSum {
    items.reduce(into: .zero) { $0.add($1.id) }
  }
}

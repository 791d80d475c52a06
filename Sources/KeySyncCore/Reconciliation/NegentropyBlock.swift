/// A run of neighbouring items with their sum: one leaf of the index. It is never empty but after its last item left.
struct NegentropyBlock: Sendable {
  private var items: [NegentropyItem]
  /// The first item once more, so that a search among blocks need not go to the memory of each.
  private(set) var first: NegentropyItem
  private(set) var sum: FingerprintSum

  /// Items in one block: with more, each insertion moves more of them; with fewer, there are more blocks.
  static let capacity = 256
  /// The steps in which memory is taken: an array that doubles would go beyond 64 bytes a key.
  private static let step = 32
  /// The room that removals may leave unused.
  private static let slack = 48

  /// A block of one item.
  init(_ item: NegentropyItem) {
    items = [item]
    first = item
    sum = FingerprintSum(item.id)
  }

  var count: Int { Int(sum.count) }
  var isFull: Bool { count >= Self.capacity }

  subscript(offset: Int) -> NegentropyItem { items[offset] }

  /// Whether all items are before the given one.
  func ends(before item: NegentropyItem) -> Bool { items.last.map { $0 < item } ?? true }

  func lowerBound(of item: NegentropyItem) -> Int { items.partitionPoint { $0 < item } }

  /// The sum of the first so many items, from the nearer end.
  func sum(before offset: Int) -> FingerprintSum {
    offset <= items.count / 2 ? Self.sum(items[..<offset]) : sum - Self.sum(items[offset...])
  }

  // MARK: Changes

  /// False where the item is in already.
  mutating func insert(_ item: NegentropyItem) -> Bool {
    let offset = lowerBound(of: item)
    guard offset == items.count || items[offset] != item else { return false }
    if items.count == items.capacity { refit(items) }
    items.insert(item, at: offset)
    first = items[0]
    sum.add(item.id)
    return true
  }

  /// False where the item is not in.
  mutating func remove(_ item: NegentropyItem) -> Bool {
    let offset = lowerBound(of: item)
    guard offset < items.count, items[offset] == item else { return false }
    items.remove(at: offset)
    if items.capacity - items.count > Self.slack { refit(items) }
    first = items.first ?? first
    sum.subtract(item.id)
    return true
  }

  /// Takes the upper half of a full block off.
  mutating func split() -> NegentropyBlock {
    var upper = self
    let middle = items.count / 2
    upper.refit(items[middle...])
    upper.first = items[middle]
    upper.sum = Self.sum(upper.items)
    refit(items[..<middle])
    sum -= upper.sum
    return upper
  }

  /// Takes the items of the block behind.
  mutating func join(_ next: NegentropyBlock) {
    refit(items + next.items)
    first = items[0]
    sum += next.sum
  }

  /// Takes the next multiple of the step that leaves room for another item.
  private mutating func refit(_ newItems: some Collection<NegentropyItem>) {
    var fitted: [NegentropyItem] = []
    fitted.reserveCapacity((newItems.count / Self.step + 1) * Self.step)
    fitted += newItems
    items = fitted
  }

  private static func sum(_ items: some Sequence<NegentropyItem>) -> FingerprintSum {
    items.reduce(into: .zero) { $0.add($1.id) }
  }
}

import KeySyncCore

/// The plain sorted array that every storage has to agree with.
struct ItemList: NegentropyStorage {
  private let items: [NegentropyItem]

  init(_ items: some Sequence<NegentropyItem>) { self.items = Set(items).sorted() }

  var count: Int { items.count }

  subscript(rank: Int) -> NegentropyItem { items[rank] }

  func lowerBound(of item: NegentropyItem) -> Int { items.firstIndex { $0 >= item } ?? items.count }

  func sum(of ranks: Range<Int>) -> FingerprintSum { items[ranks].reduce(into: .zero) { $0.add($1.id) } }
}

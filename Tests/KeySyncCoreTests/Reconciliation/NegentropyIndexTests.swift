import KeySyncCore
import KeySyncFuzzing
import Testing

struct NegentropyIndexTests {
  @Test(arguments: [1, 2, 100, 60_000_000] as [UInt64])
  func `the index agrees with a sorted list, whatever comes and goes`(span: UInt64) throws {
    var items = RandomItems(seed: span, span: span)
    var generator = SeededGenerator(seed: span)
    var index = NegentropyIndex()
    var present: [NegentropyItem] = []
    for (growth, steps) in [(0.9, 3000), (0.5, 3000), (0.1, 3000), (0.7, 2000), (0, 10_000)] {
      for _ in 0..<steps {
        if Double.random(in: 0..<1, using: &generator) < growth {
          present.append(items.next())
          let isNew = index.insert(present[present.count - 1])
          #expect(isNew)
        } else if let place = present.indices.randomElement(using: &generator) {
          present.swapAt(place, present.count - 1)
          let wasIn = index.remove(present.removeLast())
          #expect(wasIn)
        }
      }
      expect(index, toEqual: ItemList(present), probing: items.next(20), using: &generator)
    }
    #expect(index.count == 0)
    #expect(index.sum == .zero)
  }

  @Test(arguments: [0, 1, 255, 256, 257, 1000, 5000])
  func `items may come sorted, backwards or shuffled`(count: Int) throws {
    var items = RandomItems(seed: 1)
    var generator = SeededGenerator(seed: 1)
    let list = items.next(count)
    for order in [list.sorted(), list.sorted().reversed(), list] {
      let index = NegentropyIndex(order)
      expect(index, toEqual: ItemList(list), probing: items.next(20), using: &generator)
    }
  }

  @Test func `an item enters once and leaves once`() {
    var items = RandomItems(seed: 2)
    let list = items.next(1000)
    var index = NegentropyIndex(list)
    let full = index.sum
    let again = list.filter { index.insert($0) }
    #expect(again.isEmpty)
    #expect(index.sum == full)
    let gone = list.prefix(500).filter { index.remove($0) }
    #expect(gone.count == 500)
    let strangers = (gone + items.next(100)).filter { index.remove($0) }
    #expect(strangers.isEmpty)
    #expect(index.sum == list.dropFirst(500).reduce(into: .zero) { $0.add($1.id) })
  }

  @Test func `a copy keeps what it had`() {
    var items = RandomItems(seed: 3)
    let list = items.next(1000)
    var index = NegentropyIndex(list)
    let copy = index
    for item in list.prefix(700) { index.remove(item) }
    for item in items.next(700) { index.insert(item) }
    var generator = SeededGenerator(seed: 3)
    expect(copy, toEqual: ItemList(list), probing: [], using: &generator)
  }

  @Test func `an item's time is in whole seconds`() {
    let id = RecordID(Bytes32(continuedWithZeros: []))
    let item = NegentropyItem(lastModified: WallTime(milliseconds: 1_768_592_859_999), id: id)
    #expect(item.timestamp == 1_768_592_859)
  }

  private func expect(
    _ index: NegentropyIndex,
    toEqual list: ItemList,
    probing strangers: [NegentropyItem],
    using generator: inout SeededGenerator
  ) {
    #expect(index.count == list.count)
    #expect((0..<index.count).allSatisfy { index[$0] == list[$0] })
    #expect(index.sum == list.sum(of: 0..<list.count))
    for item in strangers + (0..<min(20, list.count)).map({ list[$0 * list.count / 20 % list.count] }) {
      #expect(index.lowerBound(of: item) == list.lowerBound(of: item))
    }
    for _ in 0..<50 {
      let ends = [Int.random(in: 0...list.count, using: &generator), Int.random(in: 0...list.count, using: &generator)]
      let ranks = ends.min().map { $0..<(ends.max() ?? $0) } ?? 0..<0
      #expect(index.sum(of: ranks) == list.sum(of: ranks))
    }
  }
}

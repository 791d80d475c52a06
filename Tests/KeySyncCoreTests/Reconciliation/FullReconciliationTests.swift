import KeySyncCore
import KeySyncCrypto
import KeySyncFuzzing
import Testing

struct FullReconciliationTests {
  private let cryptography = SodiumCryptography()

  /// 64 items a second apart; in two neighbours of one part of sixteen, one id is larger and the other smaller by as much.
  private func items(withIDsMovedBy distance: UInt8 = 0) -> [NegentropyItem] {
    (0..<64).map { place in
      let first: UInt8 = place == 5 ? 100 + distance : place == 6 ? 100 - distance : 100
      let id = RecordID(Bytes32(continuedWithZeros: [first, UInt8(place)]))
      return NegentropyItem(timestamp: UInt64(place), id: id)
    }
  }

  @Test func `what equal sums hide from fixed bounds, random ones bring to light`() throws {
    let mine = NegentropyIndex(items())
    let theirs = NegentropyIndex(items(withIDsMovedBy: 1))
    #expect(mine.sum == theirs.sum)
    #expect(try NegentropyExchange(of: mine, with: theirs).have.isEmpty)

    var generator = SeededGenerator(seed: 1)
    let negentropy = Negentropy(over: mine, by: cryptography)
    let found = try (0..<50).lazy.map { _ in
      let first = negentropy.initiate(using: &generator)
      return try NegentropyExchange(of: mine, with: theirs, beginningWith: first)
    }.first { !$0.have.isEmpty }
    let difference = try #require(found)
    #expect(difference.have == Set(items()[5...6].map(\.id)))
    #expect(difference.need == Set(items(withIDsMovedBy: 1)[5...6].map(\.id)))
  }

  @Test(arguments: [0, 1, 31, 32, 33, 100, 3000])
  func `it begins elsewhere each time and finds the differences all the same`(count: Int) throws {
    var items = RandomItems(seed: UInt64(count), span: 100)
    let (common, mine, theirs) = (items.next(count), items.next(20), items.next(10))
    let index = NegentropyIndex(common + mine)
    let negentropy = Negentropy(over: index, by: cryptography)
    var generator = SeededGenerator(seed: 1)
    let beginnings = (0..<3).map { _ in negentropy.initiate(using: &generator) }
    #expect(Set(beginnings).count == (index.count > 32 ? 3 : 1))
    for first in beginnings {
      let ours = try NegentropyExchange(of: index, with: NegentropyIndex(common + theirs), beginningWith: first)
      #expect(ours.have == Set(mine.map(\.id)))
      #expect(ours.need == Set(theirs.map(\.id)))
    }
  }
}

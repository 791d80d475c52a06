import KeySyncCore
import KeySyncFuzzing

/// Heads that a cluster may have, the same in every run, over two years.
struct RandomHeads {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func next() -> NegentropyItem {
    let id = Bytes32(continuedWithZeros: generator.bytes(Bytes32.count))
    return NegentropyItem(timestamp: 1_700_000_000 + generator.next() % 60_000_000, id: RecordID(id))
  }

  mutating func next(_ count: Int) -> [NegentropyItem] { (0..<count).map { _ in next() } }
}

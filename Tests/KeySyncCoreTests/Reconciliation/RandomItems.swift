import KeySyncCore
import KeySyncFuzzing

/// Items that two nodes may have, the same in every run.
struct RandomItems {
  private var generator: SeededGenerator
  /// Seconds over which the times are spread: with 1 all are equal, and only ids tell items apart.
  private let span: UInt64
  /// Leading bytes that all ids share.
  private let sharedBytes: Int

  init(seed: UInt64, span: UInt64 = 60_000_000, sharedBytes: Int = 0) {
    generator = SeededGenerator(seed: seed)
    self.span = span
    self.sharedBytes = sharedBytes
  }

  mutating func next() -> NegentropyItem {
    let timestamp = 1_700_000_000 + generator.next() % span
    var bytes: [UInt8] = Array(repeating: 0x6B, count: sharedBytes)
    var word: UInt64 = 0
    while bytes.count < Bytes32.count {
      word = bytes.count.isMultiple(of: 8) || word == 0 ? generator.next() : word >> 8
      bytes.append(UInt8(truncatingIfNeeded: word))
    }
    return NegentropyItem(timestamp: timestamp, id: RecordID(Bytes32(continuedWithZeros: bytes)))
  }

  mutating func next(_ count: Int) -> [NegentropyItem] { (0..<count).map { _ in next() } }
}

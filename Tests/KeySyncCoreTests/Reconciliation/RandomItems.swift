import KeySyncCore

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
    let noise = (0..<4).flatMap { _ in
      let word = generator.next()
      return (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
    }
    let bytes = Array(repeating: 0x6B, count: sharedBytes) + noise.dropFirst(sharedBytes)
    let timestamp = 1_700_000_000 + UInt64.random(in: 0..<span, using: &generator)
    return NegentropyItem(timestamp: timestamp, id: RecordID(Bytes32(continuedWithZeros: bytes)))
  }

  mutating func next(_ count: Int) -> [NegentropyItem] { (0..<count).map { _ in next() } }
}

/// A hash over all that happened, in its order (FNV-1a, 64 bits): the same seed gives the same one.
package struct Trace: Sendable, Equatable {
  package private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ word: Int64) {
    var word = UInt64(bitPattern: word)
    for _ in 0..<8 {
      add(byte: UInt8(truncatingIfNeeded: word))
      word >>= 8
    }
  }

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { add(byte: byte) }
  }

  mutating func add(_ text: String) { add(text.utf8) }

  private mutating func add(byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
}

/// Thirty-two bytes, ordered as bytes are: the common form of public keys, record ids, hashes and commitments.
///
/// Four words rather than an array: no allocation, and a set look-up costs a third of that of an inline array.
public struct Bytes32: Hashable, Comparable, Sendable {
  @usableFromInline let first, second, third, fourth: UInt64

  /// The number of bytes.
  public static let count = 32

  /// Takes exactly 32 bytes; nil for any other count.
  @specialized(where Bytes == [UInt8])
  @specialized(where Bytes == UnsafeRawBufferPointer)
  public init?<Bytes: Collection<UInt8>>(_ bytes: Bytes) {
    guard bytes.count == Self.count else { return nil }
    self =
      bytes.withContiguousStorageIfAvailable { unsafe Self(UnsafeRawBufferPointer($0)) }
      ?? Self(continuedWithZeros: bytes)
  }

  /// Thirty-two bytes in memory.
  private init(_ memory: UnsafeRawBufferPointer) {
    func word(_ index: Int) -> UInt64 {
      unsafe UInt64(bigEndian: memory.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
    }
    (first, second, third, fourth) = (word(0), word(1), word(2), word(3))
  }

  /// The first 32 of the bytes; where there are fewer, zeros follow.
  package init(continuedWithZeros bytes: some Collection<UInt8>) {
    var iterator = bytes.makeIterator()
    func word() -> UInt64 {
      var word: UInt64 = 0
      for _ in 0..<8 { word = word << 8 | UInt64(iterator.next() ?? 0) }
      return word
    }
    first = word()
    second = word()
    third = word()
    fourth = word()
  }

  /// Eight words of four bytes each, the least significant byte first.
  init(littleEndian words: SIMD8<UInt32>) {
    func pair(_ index: Int) -> UInt64 {
      UInt64(words[index].byteSwapped) << 32 | UInt64(words[index + 1].byteSwapped)
    }
    (first, second, third, fourth) = (pair(0), pair(2), pair(4), pair(6))
  }

  /// The bytes in order.
  public var bytes: [UInt8] { unsafe withBytes { unsafe Array($0) } }

  /// Writes the bytes behind others, without an array of their own.
  package func append(to bytes: inout [UInt8]) { unsafe withBytes { unsafe bytes.append(contentsOf: $0) } }

  /// Lends the bytes in order.
  @inlinable package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    let words = (first.bigEndian, second.bigEndian, third.bigEndian, fourth.bigEndian)
    return try unsafe withUnsafeBytes(of: words, body)
  }

  /// The bytes as four integers, the first byte the most significant one of the first.
  package var words: (UInt64, UInt64, UInt64, UInt64) { (first, second, third, fourth) }

  /// The eight bytes a recipient list names a key by (PROTOCOL section 5).
  package var prefix8: UInt64 { first }

  /// Byte order.
  public static func < (a: Self, b: Self) -> Bool {
    (a.first, a.second, a.third, a.fourth) < (b.first, b.second, b.third, b.fourth)
  }
}

extension Bytes32: CustomStringConvertible {
  /// Lower-case hexadecimal, 64 digits.
  public var description: String { bytes.hex }
}

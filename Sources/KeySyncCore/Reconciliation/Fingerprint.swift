/// The running sum from which the Negentropy V1 fingerprint of a set of records is made: it follows each record that joins
/// or leaves the set, whatever their order.
package struct FingerprintSum: Sendable, Equatable {
  /// The number of records in the set.
  package private(set) var count: Int64
  /// The sum of the ids as little-endian integers modulo 2^256, least significant word first.
  private var words: [UInt64]

  /// The empty set.
  package init() {
    count = 0
    words = [0, 0, 0, 0]
  }

  package mutating func add(_ id: RecordID) {
    count += 1
    var carry = false
    for (index, word) in id.littleEndianWords.enumerated() {
      let (partial, first) = words[index].addingReportingOverflow(word)
      let (sum, second) = partial.addingReportingOverflow(carry ? 1 : 0)
      words[index] = sum
      carry = first || second
    }
  }

  package mutating func subtract(_ id: RecordID) {
    count -= 1
    var borrow = false
    for (index, word) in id.littleEndianWords.enumerated() {
      let (partial, first) = words[index].subtractingReportingOverflow(word)
      let (difference, second) = partial.subtractingReportingOverflow(borrow ? 1 : 0)
      words[index] = difference
      borrow = first || second
    }
  }

  /// 16 bytes: the beginning of SHA-256 over the sum and the count.
  package func fingerprint(by cryptography: some Cryptography) -> [UInt8] {
    Array(cryptography.sha256(sumBytes + Self.varint(count)).bytes.prefix(Announcement.fingerprintBytes))
  }

  // MARK: Storing

  package init?(count: Int64, sumBytes: [UInt8]) {
    guard count >= 0, let sum = Bytes32(sumBytes) else { return nil }
    self.count = count
    words = RecordID(sum).littleEndianWords
  }

  package var sumBytes: [UInt8] { words.flatMap { $0.bigEndianBytes.reversed() } }

  /// Base 128, most significant digit first, all but the last with the high bit set.
  private static func varint(_ value: Int64) -> [UInt8] {
    var digits = [UInt8(value & 127)]
    var rest = value >> 7
    while rest > 0 {
      digits.append(UInt8(rest & 127) | 128)
      rest >>= 7
    }
    return digits.reversed()
  }
}

extension RecordID {
  fileprivate var littleEndianWords: [UInt64] {
    let bytes = digest.bytes
    return (0..<4).map { word in bytes[word * 8..<word * 8 + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) } }
  }
}

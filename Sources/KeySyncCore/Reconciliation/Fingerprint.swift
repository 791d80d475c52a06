/// The running sum from which the Negentropy V1 fingerprint of a set of records is made: it follows each record that joins
/// or leaves the set, whatever their order, and sums of disjoint sets add up to that of their union.
package struct FingerprintSum: Sendable, AdditiveArithmetic {
  /// The number of records in the set.
  package private(set) var count: Int64
  /// The sum of the ids as little-endian integers modulo 2^256, in two halves.
  private var low, high: UInt128

  package static let zero = FingerprintSum()

  /// The empty set.
  package init() {
    count = 0
    low = 0
    high = 0
  }

  /// The set of one record.
  package init(_ id: RecordID) {
    let words = id.digest.words
    count = 1
    low = UInt128(words.1.byteSwapped) << 64 | UInt128(words.0.byteSwapped)
    high = UInt128(words.3.byteSwapped) << 64 | UInt128(words.2.byteSwapped)
  }

  package mutating func add(_ id: RecordID) { self += FingerprintSum(id) }

  package mutating func subtract(_ id: RecordID) { self -= FingerprintSum(id) }

  /// 16 bytes: the beginning of SHA-256 over the sum and the count.
  package func fingerprint(by cryptography: some Cryptography) -> [UInt8] {
    var bytes = sumBytes
    bytes.appendVarint(UInt64(count))
    return Array(cryptography.sha256(bytes).bytes.prefix(Announcement.fingerprintBytes))
  }

  // MARK: Arithmetic

  package static func += (a: inout Self, b: Self) {
    let (low, carry) = a.low.addingReportingOverflow(b.low)
    a.low = low
    a.high &+= b.high &+ (carry ? 1 : 0)
    a.count += b.count
  }

  package static func -= (a: inout Self, b: Self) {
    let (low, borrow) = a.low.subtractingReportingOverflow(b.low)
    a.low = low
    a.high &-= b.high &+ (borrow ? 1 : 0)
    a.count -= b.count
  }

  package static func + (a: Self, b: Self) -> Self {
    var sum = a
    sum += b
    return sum
  }

  package static func - (a: Self, b: Self) -> Self {
    var difference = a
    difference -= b
    return difference
  }

  // MARK: Storing

  package init?(count: Int64, sumBytes: [UInt8]) {
    guard count >= 0, let sum = Bytes32(sumBytes) else { return nil }
    self.init(RecordID(sum))
    self.count = count
  }

  package var sumBytes: [UInt8] {
    [low, high].flatMap { half in (0..<16).map { UInt8(truncatingIfNeeded: half >> ($0 * 8)) } }
  }
}

/// Where one range ends and the next begins: a time and as much of an id as is needed (Negentropy V1, "Bound").
struct NegentropyBound: Equatable, Sendable {
  /// The least item at or beyond the bound: the prefix continued with zeros.
  let position: NegentropyItem
  /// The bytes of the id that are written, 0–32.
  let prefixLength: Int

  static let infiniteTime = UInt64.max
  /// Beyond every item.
  static let infinity = NegentropyBound(timestamp: infiniteTime, prefix: [])

  /// The prefix has at most 32 bytes.
  init(timestamp: UInt64, prefix: some Collection<UInt8>) {
    position = NegentropyItem(timestamp: timestamp, id: RecordID(Bytes32(continuedWithZeros: prefix)))
    prefixLength = prefix.count
  }

  /// Just before an item, with all of its id.
  init(before item: NegentropyItem) {
    position = item
    prefixLength = Bytes32.count
  }

  /// The shortest bound between two neighbours: the time alone where it tells them apart, else the bytes of the id that
  /// both share and the one in which they differ.
  init(between previous: NegentropyItem, and item: NegentropyItem) {
    let isTold = item.timestamp != previous.timestamp
    let length = isTold ? 0 : item.id.digest.sharedPrefix(with: previous.id.digest) + 1
    self.init(timestamp: item.timestamp, prefix: item.id.digest.bytes.prefix(length))
  }
}

extension Bytes32 {
  /// The number of leading bytes in which both are equal.
  fileprivate func sharedPrefix(with other: Bytes32) -> Int {
    let (a, b) = (words, other.words)
    let differences = [a.0 ^ b.0, a.1 ^ b.1, a.2 ^ b.2, a.3 ^ b.3]
    guard let word = differences.firstIndex(where: { $0 != 0 }) else { return Self.count }
    return word * 8 + differences[word].leadingZeroBitCount / 8
  }
}

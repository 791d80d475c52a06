/// Reads a Negentropy V1 message and refuses as `malformed` whatever no sender of the protocol writes: longer varints than
/// needed, times beyond infinity, bounds that go back. No count is believed before the bytes are there.
struct NegentropyReader {
  private let bytes: [UInt8]
  private var position = 0
  private var previous = NegentropyBound(timestamp: 0, prefix: [])

  /// The version of the protocol, the first byte of every message.
  static let version: UInt8 = 0x61
  /// The first bytes of all versions that there may ever be.
  private static let versions: ClosedRange<UInt8> = 0x60...0x6F

  /// Refuses messages of another version with `unsupportedVersion`.
  static func ranges(of message: [UInt8]) throws(Refusal) -> [NegentropyRange] {
    var reader = NegentropyReader(bytes: message)
    let version = try reader.byte()
    guard versions.contains(version) else { throw .malformed }
    guard version == Self.version else { throw .unsupportedVersion }
    var ranges: [NegentropyRange] = []
    while reader.remaining > 0 { ranges.append(try reader.range()) }
    return ranges
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var remaining: Int { bytes.count - position }

  private mutating func range() throws(Refusal) -> NegentropyRange {
    let upper = try bound()
    guard let mode = NegentropyRange.Mode(rawValue: try varint()) else { throw .malformed }
    switch mode {
    case .skip: return NegentropyRange(upper: upper, content: .skip)
    case .fingerprint:
      return NegentropyRange(upper: upper, content: .fingerprint(Array(try take(Announcement.fingerprintBytes))))
    case .idList: return NegentropyRange(upper: upper, content: .ids(try ids()))
    }
  }

  private mutating func bound() throws(Refusal) -> NegentropyBound {
    let timestamp = try time()
    let length = try varint()
    guard length <= Bytes32.count else { throw .malformed }
    let bound = NegentropyBound(timestamp: timestamp, prefix: try take(Int(length)))
    guard bound.position >= previous.position else { throw .malformed }
    previous = bound
    return bound
  }

  /// 0 is infinity, else 1 + the seconds since the previous bound.
  private mutating func time() throws(Refusal) -> UInt64 {
    let code = try varint()
    guard code > 0 else { return NegentropyBound.infiniteTime }
    let (time, overflow) = previous.position.timestamp.addingReportingOverflow(code - 1)
    guard !overflow, time != NegentropyBound.infiniteTime else { throw .malformed }
    return time
  }

  private mutating func ids() throws(Refusal) -> [RecordID] {
    let count = try varint()
    guard count <= remaining / Bytes32.count else { throw .malformed }
    var ids: [RecordID] = []
    ids.reserveCapacity(Int(count))
    for _ in 0..<count { ids.append(RecordID(Bytes32(continuedWithZeros: try take(Bytes32.count)))) }
    return ids
  }

  private mutating func varint() throws(Refusal) -> UInt64 {
    var value: UInt64 = 0
    var isFirst = true
    while true {
      let digit = try byte()
      guard value <= UInt64.max >> 7, !(isFirst && digit == 128) else { throw .malformed }
      value = value << 7 | UInt64(digit & 127)
      if digit < 128 { return value }
      isFirst = false
    }
  }

  private mutating func byte() throws(Refusal) -> UInt8 {
    guard remaining > 0 else { throw .malformed }
    defer { position += 1 }
    return bytes[position]
  }

  private mutating func take(_ count: Int) throws(Refusal) -> ArraySlice<UInt8> {
    guard count <= remaining else { throw .malformed }
    defer { position += count }
    return bytes[position..<position + count]
  }
}

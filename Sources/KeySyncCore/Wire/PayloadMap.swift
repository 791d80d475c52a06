/// The payload of a signed object: a map with small unsigned keys, walked once and found deterministic, its values not yet read.
struct PayloadMap {
  private let bytes: [UInt8]
  private var values: [(key: Int64, range: Range<Int>)] = []

  /// A key that is not an unsigned integer; no object has one.
  private static let foreignKey: Int64 = -1
  /// No object of the protocol has more.
  private static let usualKeys = 11

  init(_ bytes: [UInt8], in range: Range<Int>) throws(Refusal) {
    self.bytes = bytes
    var reader = CBORReader(bytes, in: range)
    var values: [(key: Int64, range: Range<Int>)] = []
    values.reserveCapacity(Self.usualKeys)
    try reader.entries { (key, value) throws(Refusal) in
      var keyReader = CBORReader(bytes, in: key)
      let isUnsigned = keyReader.nextType == .unsigned
      values.append((isUnsigned ? try keyReader.unsigned() : Self.foreignKey, value))
    }
    try reader.finish()
    self.values = values
  }

  /// Exactly the required keys, and none beside the optional ones.
  func check(required: ClosedRange<Int64>, optional: [Int64] = []) throws(Refusal) {
    guard required.allSatisfy({ contains($0) }),
      values.allSatisfy({ required.contains($0.key) || optional.contains($0.key) })
    else { throw .malformed }
  }

  func contains(_ key: Int64) -> Bool { values.contains { $0.key == key } }

  /// Reads the whole of one value.
  func value<Value>(
    _ key: Int64,
    _ read: (inout CBORReader) throws(Refusal) -> Value
  ) throws(Refusal) -> Value {
    guard let range = values.first(where: { $0.key == key })?.range else { throw .malformed }
    var reader = CBORReader(bytes, in: range)
    let value = try read(&reader)
    try reader.finish()
    return value
  }

  func optionalValue<Value>(
    _ key: Int64,
    _ read: (inout CBORReader) throws(Refusal) -> Value
  ) throws(Refusal) -> Value? {
    contains(key) ? try value(key, read) : nil
  }

  func unsigned(_ key: Int64) throws(Refusal) -> Int64 {
    try value(key) { (reader) throws(Refusal) in try reader.unsigned() }
  }

  func text(_ key: Int64) throws(Refusal) -> String {
    try value(key) { (reader) throws(Refusal) in try reader.text() }
  }

  func byteString(_ key: Int64) throws(Refusal) -> ArraySlice<UInt8> {
    bytes[try value(key) { (reader) throws(Refusal) in try reader.byteString() }]
  }

  func byteString(_ key: Int64, count: Int) throws(Refusal) -> ArraySlice<UInt8> {
    let content = try byteString(key)
    guard content.count == count else { throw .malformed }
    return content
  }

  func bytes32(_ key: Int64) throws(Refusal) -> Bytes32 {
    guard let value = Bytes32(try byteString(key)) else { throw .malformed }
    return value
  }
}

/// Reads deterministic CBOR (RFC 8949 section 4.2.1) out of shared bytes and refuses everything else as `malformed`:
/// longer integers than needed, indefinite lengths, floats, tags, unsorted or repeated map keys, text that is not UTF-8,
/// integers above 2^63−1 (PROTOCOL section 3). No length is believed before the bytes are there.
package struct CBORReader {
  private let buffer: [UInt8]
  private var position: Int
  private let end: Int

  package init(_ bytes: [UInt8], in range: Range<Int>? = nil) {
    buffer = bytes
    position = range?.lowerBound ?? 0
    end = range?.upperBound ?? bytes.count
  }

  /// Everything was read; otherwise there are trailing bytes.
  package func finish() throws(Refusal) {
    guard position == end else { throw .malformed }
  }

  // MARK: Values of one type

  package mutating func unsigned() throws(Refusal) -> Int64 { try argument(of: .unsigned) }

  /// The range of a byte string's content in the shared bytes.
  package mutating func byteString() throws(Refusal) -> Range<Int> { try content(of: .bytes) }

  /// A copy of a byte string's content.
  package mutating func bytes() throws(Refusal) -> [UInt8] { Array(buffer[try byteString()]) }

  package mutating func bytes(count: Int) throws(Refusal) -> [UInt8] {
    let content = try byteString()
    guard content.count == count else { throw .malformed }
    return Array(buffer[content])
  }

  package mutating func bytes32() throws(Refusal) -> Bytes32 {
    guard let value = Bytes32(buffer[try byteString()]) else { throw .malformed }
    return value
  }

  package mutating func text() throws(Refusal) -> String {
    let content = try content(of: .text)
    do { return String(copying: try UTF8Span(validating: buffer.span.extracting(content))) } catch { throw .malformed }
  }

  /// Walks over a text.
  private mutating func skipText() throws(Refusal) {
    let content = try content(of: .text)
    do { _ = try UTF8Span(validating: buffer.span.extracting(content)) } catch { throw .malformed }
  }

  /// The number of items that follow, which is never more than the bytes that follow.
  package mutating func array() throws(Refusal) -> Int {
    let count = try argument(of: .array)
    guard count <= end - position else { throw .malformed }
    return Int(count)
  }

  /// The number of pairs that follow, which is never more than half the bytes that follow.
  package mutating func map() throws(Refusal) -> Int {
    let count = try argument(of: .map)
    guard count <= (end - position) / 2 else { throw .malformed }
    return Int(count)
  }

  /// Consumes a null, if that is what comes next.
  package mutating func null() -> Bool { take(0xF6) }

  package mutating func bool() throws(Refusal) -> Bool {
    if take(0xF5) { return true }
    guard take(0xF4) else { throw .malformed }
    return false
  }

  /// Consumes the given initial byte, if that is what comes next.
  package mutating func take(_ byte: UInt8) -> Bool {
    guard position < end, buffer[position] == byte else { return false }
    position += 1
    return true
  }

  /// What comes next, without consuming it.
  package var nextType: CBORType? { position < end ? CBORType(rawValue: buffer[position] >> 5) : nil }

  // MARK: Any value

  /// Walks over one item of any type, checking that all of it is deterministic, and gives its range.
  package mutating func item(depth: Int = 0) throws(Refusal) -> Range<Int> {
    let start = position
    guard depth < Limits.nesting, let type = nextType else { throw .malformed }
    switch type {
    case .unsigned, .negative: _ = try argument(of: type)
    case .bytes: _ = try byteString()
    case .text: try skipText()
    case .array: for _ in 0..<(try array()) { _ = try item(depth: depth + 1) }
    case .map: try entries(depth: depth) { (_, _) throws(Refusal) in }
    case .tag: throw .malformed
    case .simple: if !null() { _ = try bool() }
    }
    return start..<position
  }

  /// Walks over one map, checking that all of it is deterministic, and hands on the range of each key and value.
  package mutating func entries(
    depth: Int = 0,
    _ body: (_ key: Range<Int>, _ value: Range<Int>) throws(Refusal) -> Void
  ) throws(Refusal) {
    var previous: Range<Int>?
    for _ in 0..<(try map()) {
      let key = try item(depth: depth + 1)
      if let previous, !buffer[previous].lexicographicallyPrecedes(buffer[key]) { throw .malformed }
      previous = key
      try body(key, try item(depth: depth + 1))
    }
  }

  // MARK: Heads

  private mutating func content(of type: CBORType) throws(Refusal) -> Range<Int> {
    let count = try argument(of: type)
    guard count <= end - position else { throw .malformed }
    let start = position
    position += Int(count)
    return start..<position
  }

  /// The argument of a head of the given type (RFC 8949 section 3), in its shortest form.
  private mutating func argument(of type: CBORType) throws(Refusal) -> Int64 {
    guard position < end, buffer[position] >> 5 == type.rawValue else { throw .malformed }
    let info = buffer[position] & 31
    position += 1
    guard info >= 24 else { return Int64(info) }
    guard info <= 27 else { throw .malformed }
    let width = 1 << Int(info - 24)
    guard width <= end - position else { throw .malformed }
    let value = buffer[position..<position + width].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    position += width
    let smallest: UInt64 = width == 1 ? 24 : 1 << UInt64(width * 4)
    guard value >= smallest, let argument = Int64(exactly: value) else { throw .malformed }
    return argument
  }
}

/// The major types of CBOR (RFC 8949 section 3.1).
package enum CBORType: UInt8 {
  case unsigned, negative, bytes, text, array, map, tag, simple
}

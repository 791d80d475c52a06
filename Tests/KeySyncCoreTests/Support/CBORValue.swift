import KeySyncCore
import KeySyncFuzzing

/// Any value that deterministic CBOR can hold here, to be written and read back.
indirect enum CBORValue: Equatable, Sendable {
  case unsigned(Int64)
  case negative(UInt64)
  case bytes([UInt8])
  case text([Unicode.Scalar])
  case array([CBORValue])
  case map([Pair])
  case bool(Bool)
  case null

  struct Pair: Equatable, Sendable {
    let key: CBORValue
    let value: CBORValue
  }

  /// A random value of at most so many levels.
  static func random(depth: Int = 8, using generator: inout SeededGenerator) -> CBORValue {
    switch Int.random(in: 0..<(depth > 1 ? 8 : 6), using: &generator) {
    case 0: return .unsigned(integer(using: &generator))
    case 1: return .negative(UInt64(integer(using: &generator)) + 1)
    case 2: return .bytes(generator.bytes(count(using: &generator)))
    case 3: return .text((0..<count(using: &generator)).map { _ in scalar(using: &generator) })
    case 4: return .bool(.random(using: &generator))
    case 5: return .null
    case 6:
      return .array(
        (0..<Int.random(in: 0...4, using: &generator)).map { _ in random(depth: depth - 1, using: &generator) }
      )
    default: return map(depth: depth - 1, using: &generator)
    }
  }

  var encoded: [UInt8] {
    var writer = CBORWriter()
    write(to: &writer)
    return writer.bytes
  }

  private func write(to writer: inout CBORWriter) {
    switch self {
    case .unsigned(let value): writer.unsigned(value)
    case .negative(let magnitude): writer.negative(magnitude)
    case .bytes(let bytes): writer.byteString(bytes)
    case .text(let scalars): writer.text(Self.string(scalars))
    case .array(let items):
      writer.array(items.count)
      for item in items { item.write(to: &writer) }
    case .map(let pairs):
      writer.map(pairs.count)
      for pair in pairs {
        pair.key.write(to: &writer)
        pair.value.write(to: &writer)
      }
    case .bool(let flag): writer.bool(flag)
    case .null: writer.null()
    }
  }

  private static func string(_ scalars: [Unicode.Scalar]) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  // MARK: Reading

  /// Reads what was written, except that negative integers are only walked over: no object has one.
  init(_ reader: inout CBORReader, like value: CBORValue) throws(Refusal) {
    switch value {
    case .unsigned: self = .unsigned(try reader.unsigned())
    case .negative:
      _ = try reader.item()
      self = value
    case .bytes: self = .bytes(try reader.bytes())
    case .text: self = .text(Array(try reader.text().unicodeScalars))
    case .array(let items):
      guard try reader.array() == items.count else { throw .malformed }
      var read: [CBORValue] = []
      for item in items { read.append(try CBORValue(&reader, like: item)) }
      self = .array(read)
    case .map(let pairs):
      guard try reader.map() == pairs.count else { throw .malformed }
      var read: [Pair] = []
      for pair in pairs {
        let key = try CBORValue(&reader, like: pair.key)
        read.append(Pair(key: key, value: try CBORValue(&reader, like: pair.value)))
      }
      self = .map(read)
    case .bool: self = .bool(try reader.bool())
    case .null:
      guard reader.null() else { throw .malformed }
      self = .null
    }
  }

  // MARK: Random parts

  /// Of every length that an integer can have.
  private static func integer(using generator: inout SeededGenerator) -> Int64 {
    Int64.random(in: 0...Int64.max, using: &generator) >> Int64.random(in: 0...62, using: &generator)
  }

  private static func count(using generator: inout SeededGenerator) -> Int {
    Int.random(in: 0...(Int.random(in: 0..<8, using: &generator) == 0 ? 300 : 30), using: &generator)
  }

  private static func scalar(using generator: inout SeededGenerator) -> Unicode.Scalar {
    let bound: UInt32 = [0x7F, 0x7FF, 0xFFFF, 0x10FFFF].randomElement(using: &generator) ?? 0x7F
    return Unicode.Scalar(UInt32.random(in: 0...bound, using: &generator)) ?? " "
  }

  private static func map(depth: Int, using generator: inout SeededGenerator) -> CBORValue {
    var pairs: [(encoded: [UInt8], pair: Pair)] = []
    for _ in 0..<Int.random(in: 0...4, using: &generator) {
      let key = random(depth: depth, using: &generator)
      guard !pairs.contains(where: { $0.pair.key == key }) else { continue }
      pairs.append((key.encoded, Pair(key: key, value: random(depth: depth, using: &generator))))
    }
    return .map(pairs.sorted { $0.encoded.lexicographicallyPrecedes($1.encoded) }.map(\.pair))
  }
}

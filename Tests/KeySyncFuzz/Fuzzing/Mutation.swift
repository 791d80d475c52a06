/// One way to spoil bytes.
package enum Mutation: CaseIterable {
  case flipBit, setByte, truncate, removeRange, repeatRange, insertNoise, splice, lieAboutLength, nest

  /// The bytes spoiled at a random place; some of another sample may be mixed in.
  package func apply(to bytes: inout [UInt8], other: [UInt8], using generator: inout SeededGenerator) {
    guard let position = bytes.indices.randomElement(using: &generator) else { return }
    switch self {
    case .flipBit: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case .setByte: bytes[position] = .random(in: .min ... .max, using: &generator)
    case .truncate: bytes.removeSubrange(position...)
    case .removeRange: bytes.removeSubrange(Self.range(at: position, of: bytes, using: &generator))
    case .repeatRange:
      bytes.insert(contentsOf: bytes[Self.range(at: position, of: bytes, using: &generator)], at: position)
    case .insertNoise:
      bytes.insert(contentsOf: generator.bytes(.random(in: 1...16, using: &generator)), at: position)
    case .splice: bytes.replaceSubrange(position..., with: other.suffix(max(0, other.count - position)))
    case .nest: bytes.insert(contentsOf: Self.nested(using: &generator), at: position)
    case .lieAboutLength: Self.lieAboutLength(in: &bytes, at: position, using: &generator)
    }
  }

  /// Bytes spoiled one to four times.
  package static func spoil(_ bytes: inout [UInt8], other: [UInt8], using generator: inout SeededGenerator) {
    for _ in 0..<[1, 1, 1, 2, 4][Int.random(in: 0..<5, using: &generator)] {
      Mutation.allCases.randomElement(using: &generator)?.apply(to: &bytes, other: other, using: &generator)
    }
  }

  /// Puts a head in whose argument has any width and any value.
  private static func lieAboutLength(in bytes: inout [UInt8], at position: Int, using generator: inout SeededGenerator)
  {
    let major = UInt8.random(in: 0..<8, using: &generator) << 5
    let width = Int.random(in: 0...3, using: &generator)
    let isHuge = Bool.random(using: &generator)
    let argument = isHuge ? Array(repeating: 0xFF, count: 1 << width) : generator.bytes(1 << width)
    let head = [major | UInt8(24 + width)] + argument
    bytes.replaceSubrange(position..<min(bytes.count, position + head.count), with: head)
  }

  /// The heads of many arrays or maps, each inside the one before.
  private static func nested(using generator: inout SeededGenerator) -> [UInt8] {
    Array(repeating: Bool.random(using: &generator) ? 0x81 : 0xA1, count: .random(in: 1...2000, using: &generator))
  }

  private static func range(at position: Int, of bytes: [UInt8], using generator: inout SeededGenerator) -> Range<Int> {
    position..<Int.random(in: position...min(bytes.count, position + 40), using: &generator)
  }
}

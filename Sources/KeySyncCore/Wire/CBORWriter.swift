/// Writes deterministic CBOR (RFC 8949 section 4.2.1). The caller gives map keys in their order.
package struct CBORWriter {
  package private(set) var bytes: [UInt8] = []

  package init(reserving capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  package mutating func unsigned(_ value: some BinaryInteger) { head(.unsigned, UInt64(value)) }

  /// The negative integer −magnitude; a magnitude is at least 1.
  package mutating func negative(_ magnitude: UInt64) { head(.negative, magnitude - 1) }

  package mutating func byteString(_ content: some Collection<UInt8>) {
    head(.bytes, UInt64(content.count))
    bytes.append(contentsOf: content)
  }

  package mutating func byteString(_ content: Bytes32) {
    head(.bytes, UInt64(Bytes32.count))
    content.append(to: &bytes)
  }

  package mutating func text(_ text: String) {
    head(.text, UInt64(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  package mutating func array(_ count: Int) { head(.array, UInt64(count)) }

  package mutating func map(_ count: Int) { head(.map, UInt64(count)) }

  package mutating func tag(_ tag: UInt64) { head(.tag, tag) }

  package mutating func null() { bytes.append(0xF6) }

  package mutating func bool(_ value: Bool) { bytes.append(value ? 0xF5 : 0xF4) }

  /// A head in its shortest form (RFC 8949 section 3).
  private mutating func head(_ type: CBORType, _ argument: UInt64) {
    let major = type.rawValue << 5
    let (info, width): (UInt8, Int) =
      switch argument {
      case 0..<24: (UInt8(argument), 0)
      case 24...0xFF: (24, 1)
      case 0x100...0xFFFF: (25, 2)
      case 0x1_0000...0xFFFF_FFFF: (26, 4)
      default: (27, 8)
      }
    bytes.append(major | info)
    for byte in (0..<width).reversed() { bytes.append(UInt8(truncatingIfNeeded: argument >> (8 * byte))) }
  }
}

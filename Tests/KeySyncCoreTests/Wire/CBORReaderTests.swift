import KeySyncCore
import Testing

/// What is not deterministic CBOR of the protocol's kind is refused (RFC 8949 section 4.2.1, PROTOCOL section 3).
struct CBORReaderTests {
  @Test(arguments: [
    "00", "17", "1818", "18ff", "190100", "19ffff", "1a00010000", "1affffffff", "1b0000000100000000",
    "1b7fffffffffffffff", "20", "3818", "3b7fffffffffffffff", "40", "4401020304", "60", "62c3bc", "80", "83010203",
    "a0", "a201020304", "a1616101", "f4", "f5", "f6", "a1820102a0",
  ])
  func `deterministic CBOR is walked to its end`(hex: String) throws {
    let bytes = try #require([UInt8](hex: hex))
    #expect(try Self.walk(bytes) == bytes.indices)
  }

  @Test(arguments: [
    "1800", "1817", "190000", "1900ff", "1a00000000", "1a0000ffff", "1b0000000000000000", "1b00000000ffffffff",
    "3817", "3900ff", "580101", "5900ff", "780161", "9800", "980101", "b800", "b8010101",
  ])
  func `an integer or length longer than it needs to be is malformed`(hex: String) throws {
    try Self.expectMalformed(hex)
  }

  @Test(arguments: ["5f4101ff", "7f6161ff", "9f01ff", "9fff", "bf0101ff", "bfff", "ff", "5f", "9f"])
  func `an indefinite length is malformed`(hex: String) throws { try Self.expectMalformed(hex) }

  @Test(arguments: ["1c", "1d", "1e", "1f", "3c", "5c", "7d", "9e", "bc", "dc", "fc", "fd", "fe"])
  func `a reserved head is malformed`(hex: String) throws { try Self.expectMalformed(hex) }

  @Test(arguments: ["f90000", "f93c00", "fa47c35000", "fb3ff0000000000000", "f97e00"])
  func `a float is malformed`(hex: String) throws { try Self.expectMalformed(hex) }

  @Test(arguments: ["e0", "f0", "f3", "f7", "f800", "f818", "f8ff"])
  func `a simple value but false, true and null is malformed`(hex: String) throws { try Self.expectMalformed(hex) }

  @Test(arguments: ["c000", "c24101", "d20a", "d81200", "d9d9f700", "81c101", "a101c101"])
  func `a tag is malformed`(hex: String) throws { try Self.expectMalformed(hex) }

  @Test(arguments: ["1b8000000000000000", "1bffffffffffffffff", "3b8000000000000000", "3bffffffffffffffff"])
  func `an integer that needs 64 bits is malformed`(hex: String) throws { try Self.expectMalformed(hex) }

  @Test(arguments: [
    "a202000100", "a2617a00616100", "a26161000100", "a201000100", "a2616100616100", "a219010000181800",
    "a262616100617a00", "a101a202000100",
  ])
  func `map keys that are unsorted or repeated are malformed`(hex: String) throws { try Self.expectMalformed(hex) }

  @Test func `map keys are sorted as their bytes are`() throws {
    let keys = ["0a", "1864", "20", "617a", "626161", "811864", "8120", "f4"]  // The order of RFC 8949 section 4.2.1.
    #expect(try Self.walk(Self.map(of: keys)) == Self.map(of: keys).indices)
    for index in keys.indices.dropLast() {
      var swapped = keys
      swapped.swapAt(index, index + 1)
      #expect(throws: Refusal.malformed) { try Self.walk(Self.map(of: swapped)) }
    }
  }

  @Test(arguments: [
    "c0", "c3", "80", "bf", "fe", "ff", "c080", "c1bf", "e08080", "e09fbf", "eda080", "edbfbf", "e282", "f08080af",
    "f4908080", "f5808080", "f09f98",
  ])
  func `text that is not UTF-8 is malformed`(hex: String) throws {
    let text = try #require([UInt8](hex: hex))
    let bytes = [0x60 + UInt8(text.count)] + text
    #expect(throws: Refusal.malformed) { try Self.walk(bytes) }
    #expect(throws: Refusal.malformed) {
      var reader = CBORReader(bytes)
      return try reader.text()
    }
  }

  @Test(arguments: ["5b", "7b", "9b", "bb"], ["7fffffffffffffff", "0000000100000000", "8000000000000000"])
  func `a length is not believed before the bytes are there`(head: String, length: String) throws {
    try Self.expectMalformed(head + length + "00")
  }

  @Test func `a count of items is at most the bytes that follow`() throws {
    var reader = CBORReader([0x83, 0, 0])
    #expect(throws: Refusal.malformed) { try reader.array() }
    reader = CBORReader([0xA2, 0, 0, 1])
    #expect(throws: Refusal.malformed) { try reader.map() }
  }

  @Test func `eight levels are walked and a ninth is malformed`() throws {
    #expect(try Self.walk(Array(repeating: 0x81, count: 7) + [0]).count == 8)
    #expect(throws: Refusal.malformed) { try Self.walk(Array(repeating: 0x81, count: 8) + [0]) }
    #expect(throws: Refusal.malformed) { try Self.walk(Array(repeating: 0x81, count: 200_000)) }
    #expect(throws: Refusal.malformed) {
      try Self.walk((0..<100_000).flatMap { _ in [0xA1, 0x00] as [UInt8] } + [0])
    }
  }

  @Test func `every prefix of an item is malformed`() throws {
    let bytes = try #require([UInt8](hex: "a3018201020262616103480102030405060708"))
    #expect(try Self.walk(bytes) == bytes.indices)
    for count in bytes.indices { #expect(throws: Refusal.malformed) { try Self.walk(Array(bytes.prefix(count))) } }
  }

  @Test func `trailing bytes are malformed`() throws {
    var reader = CBORReader([0x01, 0x00])
    #expect(try reader.unsigned() == 1)
    #expect(throws: Refusal.malformed) { try reader.finish() }
    #expect(try reader.unsigned() == 0)
    try reader.finish()
  }

  @Test func `each type is read as itself alone`() throws {
    let samples: [(CBORType, [UInt8])] = [
      (.unsigned, [0x01]), (.negative, [0x20]), (.bytes, [0x40]), (.text, [0x60]), (.array, [0x80]), (.map, [0xA0]),
      (.simple, [0xF4]),
    ]
    let reads: [(CBORType, (inout CBORReader) throws -> Void)] = [
      (.unsigned, { _ = try $0.unsigned() }),
      (.bytes, { _ = try $0.bytes() }),
      (.text, { _ = try $0.text() }),
      (.array, { _ = try $0.array() }),
      (.map, { _ = try $0.map() }),
      (.simple, { _ = try $0.bool() }),
    ]
    for (type, bytes) in samples {
      for (read, body) in reads {
        var reader = CBORReader(bytes)
        #expect(reader.nextType == type)
        if type == read {
          try body(&reader)
        } else {
          #expect(throws: Refusal.malformed) { try body(&reader) }
        }
      }
    }
  }

  @Test func `a reader of a range ends with the range`() throws {
    let bytes: [UInt8] = [0x18, 0x42, 0x01, 0x02, 0x03]
    var reader = CBORReader(bytes, in: 1..<4)
    #expect(try reader.bytes() == [1, 2])
    #expect(reader.nextType == nil)
    try reader.finish()
    reader = CBORReader(bytes, in: 1..<3)
    #expect(throws: Refusal.malformed) { try reader.bytes() }
  }

  private static func walk(_ bytes: [UInt8]) throws(Refusal) -> Range<Int> {
    var reader = CBORReader(bytes)
    return try reader.item()
  }

  private static func expectMalformed(_ hex: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let bytes = try #require([UInt8](hex: hex))
    #expect(throws: Refusal.malformed, sourceLocation: sourceLocation) { try walk(bytes) }
  }

  /// A map with these encoded keys in this order, all values 0.
  private static func map(of keys: [String]) -> [UInt8] {
    [0xA0 + UInt8(keys.count)] + keys.flatMap { ([UInt8](hex: $0) ?? []) + [0] }
  }
}

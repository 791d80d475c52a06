import KeySyncCore
import KeySyncFuzzing
import Testing

struct CBORWriterTests {
  @Test func `the examples of RFC 8949 are written as printed there`() {
    let unsigned: [(UInt64, String)] = [
      (0, "00"), (10, "0a"), (23, "17"), (24, "1818"), (100, "1864"), (1000, "1903e8"), (1_000_000, "1a000f4240"),
      (1_000_000_000_000, "1b000000e8d4a51000"),
    ]
    for (value, hex) in unsigned { #expect(Self.written { $0.unsigned(value) } == hex) }
    #expect(Self.written { $0.negative(1) } == "20")
    #expect(Self.written { $0.negative(100) } == "3863")
    #expect(Self.written { $0.negative(1000) } == "3903e7")
    #expect(Self.written { $0.byteString([1, 2, 3, 4]) } == "4401020304")
    #expect(Self.written { $0.text("IETF") } == "6449455446")
    #expect(Self.written { $0.text("\u{6C34}") } == "63e6b0b4")
    #expect(Self.written { $0.tag(18) } == "d2")
    #expect(Self.written { $0.bool(false) } == "f4")
    #expect(Self.written { $0.bool(true) } == "f5")
    #expect(Self.written { $0.null() } == "f6")
  }

  @Test func `an array of 25 has its count in a second byte`() {
    let written = Self.written { writer in
      writer.array(25)
      for value in 1...25 { writer.unsigned(value) }
    }
    #expect(written == "98190102030405060708090a0b0c0d0e0f101112131415161718181819")
  }

  @Test(arguments: [23, 24, 255, 256, 65535, 65536])
  func `byte strings of every width of length are read back`(count: Int) throws {
    let content = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    var writer = CBORWriter()
    writer.byteString(content)
    var reader = CBORReader(writer.bytes)
    #expect(try reader.bytes() == content)
    try reader.finish()
  }

  @Test func `random values are read back as they were written`() throws {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<1000 {
      let value = CBORValue.random(using: &generator)
      let bytes = value.encoded
      var walker = CBORReader(bytes)
      #expect(try walker.item() == bytes.indices)
      var reader = CBORReader(bytes)
      #expect(try CBORValue(&reader, like: value) == value)
      try reader.finish()
    }
  }

  private static func written(_ body: (inout CBORWriter) -> Void) -> String {
    var writer = CBORWriter()
    body(&writer)
    return writer.bytes.hex
  }
}

import KeySyncCrypto
import Testing

@Suite struct PaddingTests {
  @Test(arguments: 0...130)
  func `padding fills up to the next block and comes off again`(count: Int) {
    let bytes = [UInt8](repeating: 0x80, count: count)
    let padded = Padding.pad(bytes)
    #expect(padded.count == (count / 64 + 1) * 64)
    #expect(Array(padded.prefix(count)) == bytes)
    #expect(Padding.unpad(padded) == bytes)
  }

  @Test func `padding is one marked byte and zeros`() {
    #expect(Padding.pad([1, 2]) == [1, 2, 0x80] + [UInt8](repeating: 0, count: 61))
  }

  @Test(arguments: [
    [],
    [0x80],
    [UInt8](repeating: 0, count: 64),
    [UInt8](repeating: 1, count: 64),
    [1, 0x81] + [UInt8](repeating: 0, count: 62),
    [1, 0x80] + [UInt8](repeating: 0, count: 61),
    [1, 0x80] + [UInt8](repeating: 0, count: 63),
    [1, 0x80] + [UInt8](repeating: 0, count: 61) + [1],
    [1, 0x80] + [UInt8](repeating: 0, count: 126),
  ])
  func `wrong padding is refused`(padded: [UInt8]) {
    #expect(Padding.unpad(padded) == nil)
  }
}

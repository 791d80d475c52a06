import KeySyncCore
import Testing

struct Base58Tests {
  /// The examples of the Internet draft on Base58 (draft-msporny-base58-03, section 5), and zeros alone.
  @Test(arguments: [
    ("Hello World!".utf8.map(\.self), "2NEpo7TZRRrLZSi2U"),
    (
      "The quick brown fox jumps over the lazy dog.".utf8.map(\.self),
      "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z"
    ),
    ([0x00, 0x00, 0x28, 0x7F, 0xB4, 0xCD], "11233QC4"),
    ([], ""), ([0], "1"), ([0, 0, 0], "111"), ([57], "z"), ([58], "21"), ([255], "5Q"),
  ])
  func `bytes and their text are read both ways`(bytes: [UInt8], text: String) {
    #expect(Base58.encode(bytes) == text)
    #expect(Base58.decode(text) == bytes)
  }

  @Test func `bytes of every length come back, with any number of leading zeros`() {
    for zeros in 0...9 {
      for count in 0...70 {
        let bytes = Array(repeating: 0, count: zeros) + (0..<count).map { UInt8(255 - $0 * 37 % 256) }
        #expect(Base58.decode(Base58.encode(bytes)) == bytes)
      }
    }
  }

  @Test(arguments: ["0", "O", "I", "l", " z", "z ", "z\n", "+", "é", "\u{FF21}", "zz\0"])
  func `a character outside the alphabet is refused`(text: String) {
    #expect(Base58.decode(text) == nil)
  }

  @Test func `a text beyond the bound is refused`() {
    #expect(Base58.decode(String(repeating: "1", count: 128)) == Array(repeating: 0, count: 128))
    #expect(Base58.decode(String(repeating: "1", count: 129)) == nil)
    #expect(Base58.decode(String(repeating: "z", count: 1_000_000)) == nil)
  }
}

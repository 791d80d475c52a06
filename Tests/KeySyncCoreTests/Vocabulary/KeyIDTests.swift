import KeySyncCore
import Testing

struct KeyIDTests {
  @Test(arguments: [
    "a", "my_key", "tls/edge/2026", "A-Z/a-z/0-9", "._@:+=~-", "...", ".a", "a.", "..a", "a/...", "-", "~",
    String(repeating: "k", count: 255), String(repeating: "k/", count: 127) + "k",
  ])
  func `segments of the alphabet make a key id`(text: String) {
    #expect(KeyID(text)?.text == text)
    #expect(KeyID(text)?.description == text)
  }

  @Test(arguments: [
    "", "/", "/a", "a/", "a//b", ".", "..", "a/.", "a/..", "./a", "../a", "a/../b", "a/./b", "a b", "a\0b", "a#", "a*",
    "*", "**", "a%", "a\\b", "a\n", "a,b", "a$", "a!", "a?", "a[b]", "a\u{7F}",
    String(repeating: "k", count: 256),
  ])
  func `any other text is no key id`(text: String) {
    #expect(KeyID(text) == nil)
  }

  /// U+212A is what Swift calls equal to `K`; U+FF0E and U+2024 look like full stops.
  @Test(arguments: [
    "schlüssel", "e\u{301}", "\u{212A}", "\u{FF0E}", "\u{2024}\u{2024}", "a\u{200B}", "\u{FEFF}a", "а", "🔑",
  ])
  func `nothing outside ASCII passes`(text: String) {
    #expect(KeyID(text) == nil)
    #expect(KeyPattern(text) == nil)
  }

  @Test func `the vectors' key ids are key ids`() throws {
    struct Vector: Decodable { let keyId: String }
    for vector in try Vectors.load("partitions", as: [Vector].self) { #expect(KeyID(vector.keyId) != nil) }
  }

  @Test func `key ids are ordered as their bytes are`() {
    let letters = "+-.0:=@AZ_az~".utf8.map { String(decoding: [$0], as: UTF8.self) }
    let texts = letters + letters.map { "a" + $0 } + letters.map { "a/" + $0 } + letters.map { "A" + $0 }
    let keys = texts.compactMap(KeyID.init)
    #expect(keys.sorted().map(\.text) == keys.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    #expect(keys.count == texts.count - 2, "only `.` and `a/.` are missing")
  }
}

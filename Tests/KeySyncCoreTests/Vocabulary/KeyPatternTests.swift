import KeySyncCore
import Testing

struct KeyPatternTests {
  @Test(arguments: [
    ("tls/edge", "tls/edge"), ("a", "a"),
    ("**", "a"), ("**", "a/b/c"),
    ("tls/**", "tls"), ("tls/**", "tls/a"), ("tls/**", "tls/a/b"),
    ("**/key", "key"), ("**/key", "a/key"), ("**/key", "a/b/key"), ("**/key", "key/key"),
    ("a/**/z", "a/z"), ("a/**/z", "a/b/z"), ("a/**/z", "a/z/z"), ("a/**/z", "a/b/c/z"),
    ("**/**", "a"), ("**/a/**", "a"), ("**/a/**", "x/a/y"), ("**/b/**/d", "a/b/c/b/c/d"),
    ("*", "a"), ("*", "abc"), ("*/*", "a/b"), ("a/*/c", "a/b/c"),
    ("a*", "a"), ("a*", "abc"), ("*a", "a"), ("*a", "ba"), ("a*c", "ac"), ("a*c", "abcbc"), ("*b*", "b"),
    ("*b*", "abc"),
    ("a**b", "ab"), ("a**b", "axyb"), ("***", "a"), ("a**", "a"), ("a**", "abc"),
    ("*/**", "a"), ("*/**", "a/b"), ("**/*", "a"), ("**/*.pub", "x/y/k.pub"),
    ("v*.*", "v1.2"), (".*", ".a"), ("*.", "a."),
  ])
  func `a pattern covers`(pattern: String, key: String) throws {
    let (pattern, key) = try (#require(KeyPattern(pattern)), #require(KeyID(key)))
    #expect(pattern.matches(key))
  }

  @Test(arguments: [
    ("tls/edge", "tls"), ("tls/edge", "tls/edge/2026"), ("tls", "tls/edge"), ("a", "A"), ("a", "b"),
    ("tls/**", "tlsx"), ("tls/**", "tl"), ("tls/**", "x/tls"), ("tls/**", "tlsx/a"),
    ("**/key", "keys"), ("**/key", "key/a"), ("**/key", "akey"),
    ("a/**/z", "a"), ("a/**/z", "z"), ("a/**/z", "a/b"), ("a/**/z", "b/z"), ("a/**/z", "a/z/b"), ("a/**/a", "a"),
    ("*", "a/b"), ("*/*", "a"), ("*/*", "a/b/c"), ("a/*", "a"), ("*/a", "a"), ("a/*/c", "a/b/b/c"),
    ("a*", "ba"), ("a*", "a/b"), ("a*c", "abcb"), ("a*c", "a/c"), ("a*a", "a"), ("*b*", "ac"),
    ("a**b", "a/b"), ("a**b", "a/x/b"), ("a**", "a/b"), ("***", "a/b"), ("a/***", "a"),
    ("**/*/**/*", "a"), ("*/**/*", "a"), ("*.*", "a"),
  ])
  func `a pattern does not cover`(pattern: String, key: String) throws {
    let (pattern, key) = try (#require(KeyPattern(pattern)), #require(KeyID(key)))
    #expect(!pattern.matches(key))
  }

  @Test(arguments: [
    ("tls/edge", "tls/edge"), ("tls/e*", "tls/e"), ("tls/*", "tls/"), ("tls/***", "tls/"), ("tls/a**b", "tls/a"),
    ("tls/**", "tls"), ("tls/*/**", "tls"), ("t*/**", "t"), ("**", ""), ("*/a", ""), ("**/a", ""),
  ])
  func `what it covers begins with what precedes its stars`(pattern: String, prefix: String) throws {
    #expect(try #require(KeyPattern(pattern)).prefix == prefix)
  }

  @Test(arguments: [
    "", "/", "/**", "**/", "a//b", "*//a", ".", "..", "a/../b", "a/./*", "a b", "a?", "[ab]", "{a,b}", "!a", "\\*",
    String(repeating: "*", count: 256),
  ])
  func `any other text is no pattern`(text: String) {
    #expect(KeyPattern(text) == nil)
  }

  @Test func `a pattern keeps its text`() throws {
    let longest = String(repeating: "*/", count: 127) + "*"
    #expect(KeyPattern(longest)?.text == longest)
    #expect(KeyPattern("tls/**")?.description == "tls/**")
    #expect(KeyPattern("a*b") != KeyPattern("a**b"), "equal texts, not equal meanings, make equal patterns")
  }

  /// Each can be laid over its key in more ways than could be tried one by one.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      (String(repeating: "*a", count: 127) + "b", String(repeating: "a", count: 255)),
      (String(repeating: "**/a/", count: 50) + "b", String(repeating: "a/", count: 127) + "a"),
      (String(repeating: "**/*a*a/", count: 31) + "b", String(repeating: "aaaa/", count: 50) + "aaaa"),
      (String(repeating: "**/", count: 84) + "b", String(repeating: "a/", count: 127) + "a"),
      (String(repeating: "*", count: 254) + "b", String(repeating: "a", count: 255)),
    ]
  )
  func `a hostile pattern is answered before the time is up`(pattern: String, key: String) throws {
    let (pattern, key) = try (#require(KeyPattern(pattern)), #require(KeyID(key)))
    #expect(!pattern.matches(key))
  }

  /// The rule of PROTOCOL section 2, word for word and as slow as it likes, answers the same for every small case.
  @Test func `the quick search and the plain rule agree`() throws {
    let keys = Self.texts(["a", "b", "/"], upTo: 5).compactMap(KeyID.init)
    let patterns = Self.texts(["a", "*", "/"], upTo: 6).compactMap(KeyPattern.init)
    #expect(keys.count > 50 && patterns.count > 200)
    for pattern in patterns {
      for key in keys {
        let plain = Self.covers(pattern.text.split(separator: "/")[...], key.text.split(separator: "/")[...])
        #expect(pattern.matches(key) == plain, "\(pattern) on \(key)")
      }
    }
  }

  private static func covers(_ pattern: ArraySlice<Substring>, _ key: ArraySlice<Substring>) -> Bool {
    guard let first = pattern.first else { return key.isEmpty }
    let rest = pattern.dropFirst()
    if first == "**" { return covers(rest, key) || !key.isEmpty && covers(pattern, key.dropFirst()) }
    guard let segment = key.first else { return false }
    return covers(first, segment) && covers(rest, key.dropFirst())
  }

  private static func covers(_ pattern: Substring, _ segment: Substring) -> Bool {
    guard let first = pattern.first else { return segment.isEmpty }
    if first == "*" {
      return covers(pattern.dropFirst(), segment) || !segment.isEmpty && covers(pattern, segment.dropFirst())
    }
    return first == segment.first && covers(pattern.dropFirst(), segment.dropFirst())
  }

  private static func texts(_ letters: [String], upTo length: Int) -> [String] {
    var (all, longest) = ([String](), [""])
    for _ in 0..<length {
      longest = longest.flatMap { text in letters.map { text + $0 } }
      all += longest
    }
    return all
  }
}

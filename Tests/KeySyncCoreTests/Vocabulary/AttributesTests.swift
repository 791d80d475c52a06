import KeySyncCore
import Testing

struct AttributesTests {
  @Test func `entries are kept in the order of their encoded names`() throws {
    let names = ["b", "aa", "a", "Z", "aaa", "~", " ", "ab", "B"]
    let attributes = try Attributes(names.map { ($0, .flag(true)) })
    #expect(attributes.entries.map(\.name) == [" ", "B", "Z", "a", "b", "~", "aa", "ab", "aaa"])
  }

  /// A head of one byte (up to 23 characters) precedes one of two.
  @Test func `the order is that of RFC 8949, whatever the length of the head`() throws {
    let names = [1, 2, 22, 23, 24, 25, 63, 64].map { String(repeating: "z", count: $0) }
    #expect(try Attributes(names.reversed().map { ($0, .number(1)) }).entries.map(\.name) == names)
    func encoded(_ name: String) -> [UInt8] {
      let count = UInt8(name.utf8.count)
      return (count < 24 ? [0x60 + count] : [0x78, count]) + Array(name.utf8)
    }
    for (name, next) in zip(names, names.dropFirst()) {
      #expect(encoded(name).lexicographicallyPrecedes(encoded(next)))
    }
  }

  @Test func `the order given does not matter`() throws {
    let entries: [(name: String, value: AttributeValue)] = [("a", .text("x")), ("bb", .number(2)), ("c", .flag(false))]
    let one = try Attributes(entries)
    let other = try Attributes(entries.reversed())
    #expect(one == other)
    #expect(one.hashValue == other.hashValue)
    #expect(one != .empty)
  }

  @Test func `a value is found by its name`() throws {
    let attributes = try Attributes([("erase", .flag(true)), ("K", .text("v")), ("n", .number(.max))])
    #expect(attributes["erase"] == .flag(true))
    #expect(attributes["n"] == .number(.max))
    #expect(attributes["K"] == .text("v"))
    #expect(attributes["k"] == nil)
    #expect(attributes["\u{212A}"] == nil, "the sign of kelvin is not the letter, though Swift calls them equal")
    #expect(Attributes.empty["erase"] == nil)
  }

  @Test func `no entries are empty attributes`() throws {
    #expect(try Attributes([]) == .empty)
    #expect(Attributes.empty.isEmpty)
    #expect(try !Attributes([("a", .flag(false))]).isEmpty)
  }

  @Test func `sixteen entries fit, seventeen do not`() throws {
    let names = (0..<17).map { "name\($0)" }
    #expect(try Attributes(names.dropLast().map { ($0, .flag(true)) }).entries.count == 16)
    #expect(throws: AttributesError.tooMany(17)) { try Attributes(names.map { ($0, .flag(true)) }) }
  }

  @Test(arguments: ["", "é", "a\n", "\u{7F}", "\u{212A}", String(repeating: "n", count: 65)])
  func `a name that is not short and printable is refused`(name: String) {
    #expect(throws: AttributesError.badName(name)) { try Attributes([(name, .flag(true))]) }
  }

  @Test func `a name given twice is refused, with equal values too`() {
    #expect(throws: AttributesError.repeated("a")) {
      try Attributes([("a", .number(1)), ("b", .flag(true)), ("a", .number(1))])
    }
  }

  @Test func `a text has at most 1,024 bytes, not characters`() throws {
    let longest = String(repeating: "é", count: 512)
    #expect(try Attributes([("t", .text(longest)), ("u", .text(""))])["t"] == .text(longest))
    #expect(throws: AttributesError.textTooLong("t")) { try Attributes([("t", .text(longest + "e"))]) }
  }

  @Test func `a number is not negative`() throws {
    #expect(try Attributes([("n", .number(0))])["n"] == .number(0))
    #expect(throws: AttributesError.negative("n")) { try Attributes([("n", .number(-1))]) }
    #expect(throws: AttributesError.negative("n")) { try Attributes([("n", .number(.min))]) }
  }

  @Test func `texts that Unicode calls equivalent are different values`() throws {
    let (composed, decomposed) = ("\u{E9}", "e\u{301}")
    #expect(composed == decomposed)
    #expect(AttributeValue.text(composed) != .text(decomposed))
    #expect(AttributeValue.text(composed) == .text("\u{E9}"))
    #expect(try Attributes([("t", .text(composed))]) != Attributes([("t", .text(decomposed))]))
    #expect(Set([AttributeValue.text(composed), .text(decomposed), .text("\u{E9}")]).count == 2)
  }

  @Test func `values of different kinds are different`() {
    let values: [AttributeValue] = [
      .text("1"), .number(1), .flag(true), .text("0"), .number(0), .flag(false), .text(""),
    ]
    #expect(Set(values).count == values.count)
  }

  @Test func `an error quotes what cannot be printed`() {
    #expect(AttributesError.badName("a\u{1B}[2J").description.utf8.allSatisfy { $0 != 0x1B })
    #expect(AttributesError.tooMany(17).description == "17 attributes, where 16 are allowed")
  }
}

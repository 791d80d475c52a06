/// The form that key ids and patterns share: segments of `[A-Za-z0-9._@:+=~-]` joined by `/` (PROTOCOL section 2).
enum KeySegments {
  static let separator = UInt8(ascii: "/")
  static let star = UInt8(ascii: "*")

  /// The segments of a text of 1–255 bytes; nil where one is empty, `.` or `..`, or holds a byte that is none of the
  /// alphabet. In a pattern a star is one more letter.
  static func of(_ text: String, stars: Bool) -> [ArraySlice<UInt8>]? {
    guard (1...Limits.keyIDBytes).contains(text.utf8.count) else { return nil }
    let segments = split(text)
    let areGood = segments.allSatisfy { segment in
      !segment.isEmpty && !isDots(segment) && segment.allSatisfy { isLetter($0) || stars && $0 == star }
    }
    return areGood ? segments : nil
  }

  /// The text cut at every separator.
  static func split(_ text: String) -> [ArraySlice<UInt8>] {
    Array(text.utf8).split(separator: separator, omittingEmptySubsequences: false)
  }

  /// `.` and `..` name folders wherever a key id becomes a path.
  private static func isDots(_ segment: ArraySlice<UInt8>) -> Bool {
    segment.count <= 2 && segment.allSatisfy { $0 == UInt8(ascii: ".") }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "@"),
      UInt8(ascii: ":"), UInt8(ascii: "+"), UInt8(ascii: "="), UInt8(ascii: "~"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

/// The form that key ids and patterns share: segments of `[A-Za-z0-9._@:+=~-]` joined by `/` (PROTOCOL section 2).
enum KeySegments {
  static let separator = UInt8(ascii: "/")
  static let star = UInt8(ascii: "*")
  private static let dot = UInt8(ascii: ".")

  /// The segments of a text that `areIn` finds good; else nil.
  static func of(_ text: String, stars: Bool) -> [ArraySlice<UInt8>]? { areIn(text, stars: stars) ? split(text) : nil }

  /// Whether a text of 1–255 bytes is made of segments, of which none is empty, `.` or `..`, or holds a byte that is none of the
  /// alphabet. In a pattern a star is one more letter.
  static func areIn(_ text: String, stars: Bool) -> Bool {
    guard (1...Limits.keyIDBytes).contains(text.utf8.count) else { return false }
    var (letters, dots) = (0, 0)
    for byte in text.utf8 {
      if byte == separator {
        guard isGood(letters: letters, dots: dots) else { return false }
        (letters, dots) = (0, 0)
      } else {
        guard isLetter(byte) || stars && byte == star else { return false }
        letters += 1
        if byte == dot { dots += 1 }
      }
    }
    return isGood(letters: letters, dots: dots)
  }

  /// The text cut at every separator.
  static func split(_ text: String) -> [ArraySlice<UInt8>] {
    Array(text.utf8).split(separator: separator, omittingEmptySubsequences: false)
  }

  /// `.` and `..` name folders wherever a key id becomes a path.
  private static func isGood(letters: Int, dots: Int) -> Bool { letters > 0 && !(letters <= 2 && dots == letters) }

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

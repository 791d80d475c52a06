/// A pattern of key ids, such as `tls/**`: what trust rules, policies and selections are about
/// (PROTOCOL sections 2 and 7).
///
/// A segment that is exactly `**` stands for any number of segments, none too. In any other segment each `*` stands for
/// any characters but `/`, none too; so `a**b` means what `a*b` means, and `***` what `*` means, which is one segment.
public struct KeyPattern: Hashable, Sendable, LosslessStringConvertible {
  /// The pattern: 1–255 bytes, of the form of a key id with stars.
  public let text: String
  private let segments: ArraySlice<ArraySlice<UInt8>>

  /// Every key: `**`.
  public static let everything = KeyPattern(text: "**", segments: [[KeySegments.star, KeySegments.star]])

  /// Nil where the text has another form.
  public init?(_ text: String) {
    guard let segments = KeySegments.of(text, stars: true) else { return nil }
    self.init(text: text, segments: segments[...])
  }

  private init(text: String, segments: ArraySlice<ArraySlice<UInt8>>) {
    self.text = text
    self.segments = segments
  }

  /// Whether the pattern covers all of the key id. The work is at most the product of their lengths.
  public func matches(_ key: KeyID) -> Bool {
    if text == Self.everything.text { return true }
    return Self.covers(segments, KeySegments.split(key.text)[...], isWild: Self.isAnySegments) { pattern, segment in
      Self.covers(pattern, segment, isWild: { $0 == KeySegments.star }, fits: ==)
    }
  }

  /// What every key id begins with that the pattern covers. A `**` may stand for nothing, and then no `/` precedes it.
  package var prefix: String {
    let literal = text.utf8.prefix { $0 != KeySegments.star }
    let mayEnd = literal.last == KeySegments.separator && segments.contains(where: Self.isAnySegments)
    return String(decoding: mayEnd ? literal.dropLast() : literal, as: UTF8.self)
  }

  /// The pattern.
  public var description: String { text }

  private static func isAnySegments(_ segment: ArraySlice<UInt8>) -> Bool {
    segment.count == 2 && segment.allSatisfy { $0 == KeySegments.star }
  }

  /// Matches a row of elements against a pattern whose wild elements stand for any row, its others for one element.
  ///
  /// After a mismatch only the last wild element is lengthened: an earlier one, lengthened, would leave less of the row
  /// to the same rest of the pattern. So no pair of elements is compared twice.
  private static func covers<Element>(
    _ pattern: ArraySlice<Element>,
    _ row: ArraySlice<Element>,
    isWild: (Element) -> Bool,
    fits: (Element, Element) -> Bool
  ) -> Bool {
    var (next, position) = (pattern.startIndex, row.startIndex)
    var afterWild: (next: Int, position: Int)?
    while position < row.endIndex {
      if next < pattern.endIndex, isWild(pattern[next]) {
        next += 1
        afterWild = (next, position)
      } else if next < pattern.endIndex, fits(pattern[next], row[position]) {
        next += 1
        position += 1
      } else if let longer = afterWild.map({ ($0.next, $0.position + 1) }) {
        (next, position) = longer
        afterWild = longer
      } else {
        return false
      }
    }
    return pattern[next...].allSatisfy(isWild)
  }
}

import Foundation

/// A moment as text, to the millisecond: `2026-11-23T20:51:00Z`, `2026-11-23T20:51:00.125Z`, and `beginning` for 0, from which on
/// rules hold that have no date. What ISO 8601 has no four-digit year for is written as `253402300800000ms`.
extension WallTime: LosslessStringConvertible {
  /// What the text of a moment looks like, for messages.
  public static let form = "2026-11-23, 2026-11-23T20:51:00Z or 'beginning'"
  static let beginning = WallTime(milliseconds: 0)

  private static let beginningText = "beginning"
  private static let endOfISO: Int64 = 253_402_300_800_000

  /// Reads what `description` gives, and a day alone; nil for anything else, such as a 30th of February.
  public init?(_ text: String) {
    if text == Self.beginningText {
      self = .beginning
    } else if text.hasSuffix("ms"), let milliseconds = Int64(text.dropLast(2)), milliseconds >= 0 {
      self.init(milliseconds: milliseconds)
    } else {
      // Foundation's reader is generous: it overlooks what follows, and carries days that a month does not have.
      let text = text.count == 10 ? "\(text)T00:00:00Z" : text.replacing(".000Z", with: "Z")
      guard let date = try? Date(text, strategy: .iso8601) else { return nil }
      let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
      guard (0..<Double(Self.endOfISO)).contains(milliseconds) else { return nil }
      self.init(milliseconds: Int64(milliseconds))
      guard isoText == text else { return nil }
    }
  }

  /// The moment as text.
  public var description: String {
    switch milliseconds {
    case 0: Self.beginningText
    case Self.endOfISO...: "\(milliseconds)ms"
    default: isoText
    }
  }

  private var isoText: String {
    let text = Date(timeIntervalSince1970: Double(milliseconds / 1000)).formatted(.iso8601)
    let rest = milliseconds % 1000
    return rest == 0 ? text : "\(text.dropLast()).\(String(1000 + rest).dropFirst())Z"
  }
}

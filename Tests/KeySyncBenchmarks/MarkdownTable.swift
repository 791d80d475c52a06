/// Rows under headings, as Markdown; numbers stand on the right.
struct MarkdownTable {
  private var lines: [String]

  init(_ headings: [String]) {
    lines = [Self.line(headings), Self.line(headings.map { _ in "---:" })]
  }

  mutating func add(_ cells: [String]) { lines.append(Self.line(cells)) }

  var text: String { lines.joined(separator: "\n") }

  private static func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }
}

extension BinaryInteger {
  /// With a comma at every third digit.
  var grouped: String {
    let digits = Array(String(self))
    return digits.enumerated().map { index, digit in
      index > 0 && (digits.count - index).isMultiple(of: 3) ? ",\(digit)" : "\(digit)"
    }.joined()
  }

  /// Rounded up.
  var kibibytes: String { ((self + 1023) / 1024).grouped }
}

extension Double {
  /// A number without digits that say nothing.
  var grouped: String { self < 10 ? fixed(1) : Int(rounded()).grouped }

  /// With so many digits behind the point.
  func fixed(_ digits: Int) -> String {
    let unit = (0..<digits).reduce(1) { unit, _ in unit * 10 }
    let scaled = Int((self * Double(unit)).rounded())
    guard digits > 0 else { return "\(scaled)" }
    return "\(scaled / unit)." + String(unit + scaled % unit).dropFirst()
  }
}

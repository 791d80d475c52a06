/// Rows under headings, each column as wide as its widest cell.
struct Table {
  private let headings: [String]
  private var rows: [[Cell]] = []
  /// Of each column, in characters.
  private var widths: [Int]

  /// A text and whether it asks for attention.
  struct Cell: ExpressibleByStringInterpolation, Sendable {
    let text: String
    let isAlarming: Bool
    /// In characters.
    fileprivate let width: Int

    init(stringLiteral text: String) { self.init(text) }

    init(_ text: String, isAlarming: Bool = false) {
      self.text = text
      self.isAlarming = isAlarming
      let isPlain = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
      width = isPlain ? text.utf8.count : text.count
    }
  }

  init(_ headings: [String]) {
    self.headings = headings
    widths = headings.map(\.count)
  }

  mutating func add(_ row: [Cell]) {
    for (column, cell) in row.enumerated() { widths[column] = max(widths[column], cell.width) }
    rows.append(row)
  }

  /// The whole table, without a line break at the end.
  func text(coloured: Bool) -> String {
    var text = ""
    for (index, line) in ([headings.map { Cell($0) }] + rows).enumerated() {
      if index > 0 { text += "\n" }
      for (column, cell) in line.enumerated() {
        text += style(cell, isHeading: index == 0, coloured: coloured)
        if column < line.count - 1 { text += String(repeating: " ", count: widths[column] - cell.width + 2) }
      }
    }
    return text
  }

  private func style(_ cell: Cell, isHeading: Bool, coloured: Bool) -> String {
    guard coloured, isHeading || cell.isAlarming else { return cell.text }
    return "\u{1B}[\(isHeading ? "1" : "31")m\(cell.text)\u{1B}[0m"
  }
}

/// Rows under headings, each column as wide as its widest cell.
struct Table {
  private let headings: [String]
  private var rows: [[Cell]] = []

  /// A text and whether it asks for attention.
  struct Cell: ExpressibleByStringInterpolation {
    let text: String
    var isAlarming = false

    init(stringLiteral text: String) { self.text = text }

    init(_ text: String, isAlarming: Bool = false) {
      self.text = text
      self.isAlarming = isAlarming
    }
  }

  init(_ headings: [String]) { self.headings = headings }

  mutating func add(_ row: [Cell]) { rows.append(row) }

  /// The whole table, without a line break at the end.
  func text(coloured: Bool) -> String {
    let lines = [headings.map { Cell($0) }] + rows
    let widths = headings.indices.map { column in lines.map { $0[column].text.count }.max() ?? 0 }
    return lines.enumerated().map { index, line in
      let cells = line.indices.map { column in
        let cell = line[column]
        let isLast = column == line.count - 1
        let padding = isLast ? "" : String(repeating: " ", count: widths[column] - cell.text.count + 2)
        return style(cell, isHeading: index == 0, coloured: coloured) + padding
      }
      return cells.joined()
    }.joined(separator: "\n")
  }

  private func style(_ cell: Cell, isHeading: Bool, coloured: Bool) -> String {
    guard coloured, isHeading || cell.isAlarming else { return cell.text }
    return "\u{1B}[\(isHeading ? "1" : "31")m\(cell.text)\u{1B}[0m"
  }
}

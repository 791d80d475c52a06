import KeySync

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
      width = text.isPrintableASCII ? text.utf8.count : text.count
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
    var text: [UInt8] = []
    write(coloured: coloured) { text += $0 }
    return String(decoding: text, as: UTF8.self)
  }

  /// Hands the same on in pieces of some 64 KiB, in UTF-8.
  func write(coloured: Bool, to take: ([UInt8]) throws -> Void) rethrows {
    var piece: [UInt8] = []
    append(headings.map { Cell($0) }, isHeading: true, coloured: coloured, to: &piece)
    for row in rows {
      piece.append(UInt8(ascii: "\n"))
      append(row, isHeading: false, coloured: coloured, to: &piece)
      if piece.count >= Self.pieceBytes {
        try take(piece)
        piece.removeAll(keepingCapacity: true)
      }
    }
    try take(piece)
  }

  private static let pieceBytes = 64 * 1024

  private func append(_ line: [Cell], isHeading: Bool, coloured: Bool, to text: inout [UInt8]) {
    for (column, cell) in line.enumerated() {
      let isStyled = coloured && (isHeading || cell.isAlarming)
      if isStyled { text += "\u{1B}[\(isHeading ? "1" : "31")m".utf8 }
      text += cell.text.utf8
      if isStyled { text += "\u{1B}[0m".utf8 }
      if column < line.count - 1 {
        text += repeatElement(UInt8(ascii: " "), count: widths[column] - cell.width + 2)
      }
    }
  }
}

import KeySync

/// The table of workers, laid out for a width: what does not fit is left out, the least important column first.
struct TopTable {
  /// One line of it.
  struct Line: Equatable {
    enum Style { case plain, heading, dimmed, alarming }

    let text: String
    var style = Style.plain
  }

  private let rows: [WatchedRow]
  private let now: WallTime
  private let hasPlots: Bool

  /// - Parameter hasPlots: false where there is no history yet.
  init(_ rows: [WatchedRow], at now: WallTime, hasPlots: Bool = true) {
    (self.rows, self.now, self.hasPlots) = (rows, now, hasPlots)
  }

  /// The heading and a line for each row, none wider than so many characters.
  func lines(width: Int) -> [Line] {
    let columns = fitting(width)
    let heading = text(columns.map { (column, size) in column.aligned(column.title, size) }, width)
    return [Line(text: heading, style: .heading)]
      + rows.map { row in
        let cells = columns.map { (column, size) in column.aligned(column.cell(row, now, size), size) }
        return Line(text: text(cells, width), style: style(of: row))
      }
  }

  private func style(of row: WatchedRow) -> Line.Style {
    let state = row.state(at: now)
    if state == .offline { return .dimmed }
    return state.needsAttention ? .alarming : .plain
  }

  private func text(_ cells: [String], _ width: Int) -> String {
    let line = cells.joined(separator: Self.gap)
    return String(line.reversed().drop { $0 == " " }.reversed().prefix(max(0, width)))
  }

  private static let gap = "  "

  /// The columns that fit, in their order, with their widths. The first is always there, and is cut at the edge.
  private func fitting(_ width: Int) -> [(TopColumn, Int)] {
    let candidates = TopColumn.all.enumerated().filter { hasPlots || !$0.element.isPlot }
    var (chosen, room): ([Int: Int], Int) = ([:], width + Self.gap.count)
    for (index, column) in candidates.sorted(by: { $0.element.rank < $1.element.rank }) {
      let size = column.size(for: rows, at: now)
      guard chosen.isEmpty || size + Self.gap.count <= room else { continue }
      chosen[index] = size
      room -= size + Self.gap.count
    }
    let plots = chosen.filter { TopColumn.all[$0.key].isPlot }
    for (index, size) in plots {
      chosen[index] = min(size + room / plots.count, TopColumn.plotSizes.upperBound)
    }
    return chosen.sorted { $0.key < $1.key }.map { (TopColumn.all[$0.key], $0.value) }
  }
}

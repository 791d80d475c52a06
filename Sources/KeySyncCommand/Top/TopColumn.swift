import KeySync

/// A column of the table of workers.
struct TopColumn: Sendable {
  let title: String
  /// The columns with the smallest ranks are shown where not all fit.
  let rank: Int
  var isNumber = true
  var isPlot = false
  /// What stands in it for a row, at a moment; a plot is given its width.
  let cell: @Sendable (_ row: WatchedRow, _ now: WallTime, _ width: Int) -> String

  /// How wide plots are: below eight they show nothing, and above there is no more history than that.
  static let plotSizes = 8...WatchedRow.historyLimit

  /// How wide it is at least.
  func size(for rows: [WatchedRow], at now: WallTime) -> Int {
    if isPlot { return max(Self.plotSizes.lowerBound, title.count) }
    return rows.reduce(title.count) { max($0, cell($1, now, 0).count) }
  }

  func aligned(_ text: String, _ size: Int) -> String {
    let padding = String(repeating: " ", count: max(0, size - text.count))
    return isNumber ? padding + text : text + padding
  }

  static let all: [TopColumn] = [
    TopColumn(title: "NODE", rank: 0, isNumber: false) { row, _, _ in row.node },
    TopColumn(title: "WORKER", rank: 2, isNumber: false) { row, _, _ in row.worker },
    TopColumn(title: "STATE", rank: 1, isNumber: false) { row, now, _ in row.state(at: now).rawValue },
    TopColumn(title: "AGE", rank: 3) { row, now, _ in row.age(at: now).map(Ago.span) ?? "-" },
    TopColumn(title: "KEYS", rank: 8) { row, _, _ in ShortNumber.count(row.figures?.keys) },
    TopColumn(title: "SYNC%", rank: 6) { row, _, _ in ShortNumber.rate(row.figures?.successRate) },
    TopColumn(title: "CONFL", rank: 9) { row, _, _ in ShortNumber.count(row.figures?.conflicts) },
    TopColumn(title: "PENDING", rank: 4) { row, _, _ in ShortNumber.count(row.figures?.pending) },
    TopColumn(title: "PENDING", rank: 11, isNumber: false, isPlot: true) { row, _, width in
      Sparkline.text(row.pendingHistory, width: width)
    },
    TopColumn(title: "APPLIED/S", rank: 5) { row, _, _ in ShortNumber.rate(row.appliedRate) },
    TopColumn(title: "APPLIED/S", rank: 7, isNumber: false, isPlot: true) { row, _, width in
      Sparkline.text(row.appliedHistory, width: width)
    },
    TopColumn(title: "SENT/S", rank: 10) { row, _, _ in ShortNumber.rate(row.publishedRate) },
    TopColumn(title: "P99 MS", rank: 12) { row, _, _ in ShortNumber.count(row.figures?.latency) },
    TopColumn(title: "REFUSED", rank: 13) { row, _, _ in ShortNumber.count(row.figures?.refused) },
    TopColumn(title: "PEERS", rank: 14) { row, _, _ in ShortNumber.count(row.figures?.activePeers) },
  ]
}

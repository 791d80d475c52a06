import Foundation
import KeySync

/// The table on a terminal, drawn again as snapshots come and at least each second.
struct TopScreen {
  /// What stands in the head beside the counts: the cluster and the broker.
  let cluster: ClusterName
  let broker: String
  let watch: ClusterWatch
  var board: Board

  /// How soon a key and a signal are noticed.
  private static let turn = Duration.milliseconds(50)
  /// The pauses between two drawings: what an eye can follow, and what keeps the ages true.
  private static let pauses = (least: Duration.milliseconds(250), most: Duration.seconds(1))
  private static let keys = (quit: UInt8(ascii: "q"), interrupt: UInt8(3))

  /// Draws until somebody types `q` or Ctrl-C, a signal comes, or the terminal is gone.
  mutating func run() async throws {
    EndSignal.watch()
    let screen = try FullScreen.open()
    var (drawnAt, hasNews, size): (ContinuousClock.Instant?, Bool, _) = (nil, true, FullScreen.size)
    while !EndSignal.isNoted {
      guard let typed = screen.typed() else { return }
      if typed.contains(Self.keys.quit) || typed.contains(Self.keys.interrupt) { return }
      for event in watch.takeEvents() {
        _ = board.take(event, at: .now)
        hasNews = true
      }
      if FullScreen.size != size { (size, hasNews) = (FullScreen.size, true) }
      let pause = hasNews ? Self.pauses.least : Self.pauses.most
      if drawnAt.map({ .now - $0 >= pause }) ?? true {
        try screen.draw(lines(columns: size.columns, rows: size.rows, at: .now))
        (drawnAt, hasNews) = (.now, false)
      }
      try await Task.sleep(for: Self.turn)
    }
  }

  /// The whole screen: a head, the table as far as it fits, and what does not fit counted.
  func lines(columns: Int, rows: Int, at now: WallTime, coloured: Bool = Terminal.hasColours) -> [String] {
    let all = board.sorted.map(\.row)
    let table = TopTable(all, at: now).lines(width: columns)
    // Two lines of head, and the table's heading.
    let least = 3 + (ignoredText == nil ? 0 : 1)
    let hidden = all.count <= rows - least ? 0 : all.count - max(0, rows - least - 1)
    let hiddenText = hidden == 0 ? nil : "and \(counted(hidden, "more worker")) below the edge"
    let foot = [hiddenText, ignoredText].compactMap { $0 }
    let room = max(0, rows - 2 - foot.count)
    let head = TopTable.Line(text: String(headText(all).prefix(columns)))
    let state = TopTable.Line(
      text: String((board.trouble ?? "").prefix(columns)),
      style: board.trouble == nil ? .plain : .alarming
    )
    let lines = [head, state] + table.prefix(room) + foot.map { TopTable.Line(text: String($0.prefix(columns))) }
    return lines.prefix(rows).map { $0.styled(coloured: coloured) }
  }

  private func headText(_ rows: [WatchedRow]) -> String {
    let nodes = Set(board.rows.keys.map(\.node)).count
    let online = rows.count { $0.isOnline == true }
    let counts = "\(counted(nodes, "node")), \(counted(rows.count, "worker")), \(online) online"
    let connection = board.isConnected ? "connected" : "not connected"
    return "keysync top (q quits): \(cluster), \(counts), \(broker) \(connection)"
  }

  private var ignoredText: String? {
    let ignored = board.ignored + watch.dropped
    guard ignored > 0 else { return nil }
    return "\(counted(ignored, "message")) ignored: no snapshots, or of more than \(Board.rowLimit) workers"
  }
}

extension TopTable.Line {
  /// With its style where colours are welcome.
  func styled(coloured: Bool) -> String {
    guard coloured else { return text }
    return switch style {
    case .plain: text
    case .heading: "\u{1B}[1m\(text)\u{1B}[0m"
    case .dimmed: "\u{1B}[2m\(text)\u{1B}[0m"
    case .alarming: "\u{1B}[31m\(text)\u{1B}[0m"
    }
  }
}

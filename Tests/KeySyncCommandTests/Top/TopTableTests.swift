import KeySync
import Testing

@testable import KeySyncCommand

@Suite struct `The table of workers` {
  private let now = WallTime(milliseconds: 1_795_467_060_000)

  private func row(_ worker: String, isOnline: Bool = true) throws -> WatchedRow {
    var row = WatchedRow(node: "east", worker: worker)
    row.isOnline = isOnline
    for step in 0..<3 {
      let time = Int(now.milliseconds) - 20_000 + 10_000 * step
      let counts = #""applied":\#(step * 40),"pending_messages":\#(8 - step)"#
      let text = #"{"schema":"keysync.stats/1","time":\#(time),\#(counts)}"#
      let json = try #require(LooseJSON(Array(text.utf8)))
      row.take(try #require(SnapshotFigures(json)), json, at: now)
    }
    return row
  }

  @Test(arguments: [0, 1, 10, 25, 40, 60, 80, 100, 132, 200, 1000])
  func `is never wider than the terminal, and begins with the node`(width: Int) throws {
    let lines = TopTable([try row("main"), try row("standby", isOnline: false)], at: now).lines(width: width)
    #expect(lines.count == 3)
    for line in lines { #expect(line.text.count <= width) }
    if width >= 4 { #expect(lines.map { $0.text.prefix(4) } == ["NODE", "east", "east"]) }
    #expect(lines.map(\.style) == [.heading, .plain, .dimmed])
  }

  @Test func `leaves out the least important columns first`() throws {
    func titles(_ width: Int) throws -> [Substring] {
      try TopTable([row("main")], at: now).lines(width: width)[0].text.split(separator: " ")
    }
    #expect(try titles(30) == ["NODE", "WORKER", "STATE", "AGE"])
    #expect(try titles(39) == ["NODE", "WORKER", "STATE", "AGE", "PENDING"])
    #expect(try titles(300).count == TopColumn.all.count + 1, "P99 MS has two words")
    #expect(try titles(300).last == "PEERS")
  }

  @Test func `shows rates, history and age`() throws {
    let later = WallTime(milliseconds: now.milliseconds + 5000)
    let line = TopTable([try row("main")], at: later).lines(width: 160)[1].text
    #expect(line.contains("  5 s  "))
    #expect(line.contains("  4.0  "))
    #expect(line.contains("█▇▆"))
  }

  @Test func `has plots that show from nothing to the most`() {
    #expect(Sparkline.text([], width: 3) == "   ")
    #expect(Sparkline.text([0, 0], width: 3) == " ▁▁")
    #expect(Sparkline.text([0, 1, 50, 100], width: 4) == "▁▂▅█")
    #expect(Sparkline.text([9, 9, 0, 1], width: 2) == "▁█")
    #expect(Sparkline.text([.infinity, .nan, -1, 1], width: 4) == "▁▁▁█")
    #expect(Sparkline.text([1], width: 0).isEmpty)
  }

  @Test(
    arguments: [
      (nil, "-", "-"), (0, "0", "0.0"), (0.04, "0", "0.0"), (3.14, "3", "3.1"), (9.96, "10", "10"),
      (9999, "9999", "9999"), (10_000, "10.0k", "10.0k"), (99_960, "100k", "100k"), (999_600, "1.0M", "1.0M"),
      (1.5e9, "1.5G", "1.5G"), (7e12, "7.0T", "7.0T"), (1e15, "huge", "huge"), (1e300, "huge", "huge"),
      (-3, "-3", "-3.0"), (-1e300, "<0", "<0"),
    ] as [(Double?, String, String)]
  )
  func `has numbers in at most five characters`(number: Double?, count: String, rate: String) {
    #expect(ShortNumber.count(number) == count)
    #expect(ShortNumber.rate(number) == rate)
  }

  @Test func `fits the screen in height, and says what it leaves out`() async throws {
    let node = try #require(NodeID("12D3KooWAfAjGgfJfUYRrwF8TK48p64gRZaRWxesngwY6HHqybmg"))
    var board = Board { _ in "east" }
    for number in 0..<30 {
      let worker = WatchedWorker(node: node, worker: try #require(WorkerName("w\(number)")))
      _ = board.take(.status(worker, isOnline: number > 9), at: now)
    }
    _ = board.take(.trouble("nobody listens there"), at: now)
    _ = board.take(.foreign, at: now)
    let cluster = try #require(ClusterName("demo"))
    let away = try BrokerSettings(url: "mqtt://127.0.0.1:1")
    let settings = Settings(broker: away, clusters: [cluster: ClusterSettings()])
    let watch = try ClusterWatch(cluster, settings: settings, node: node)
    let screen = TopScreen(cluster: cluster, broker: "mqtt://b:1", watch: watch, board: board)
    let lines = screen.lines(columns: 100, rows: 20, at: now, coloured: false)
    #expect(lines.count == 20)
    #expect(lines[0] == "keysync top (q quits): demo, 1 node, 30 workers, 20 online, mqtt://b:1 not connected")
    #expect(lines[1] == "nobody listens there")
    #expect(lines[18] == "and 15 more workers below the edge")
    #expect(lines[19].hasPrefix("1 message ignored"))
    #expect(!lines.joined().contains("\u{1B}"))
    #expect(screen.lines(columns: 100, rows: 20, at: now, coloured: true)[3].contains("\u{1B}[2m"))
    for rows in 1...40 { #expect(screen.lines(columns: 10, rows: rows, at: now).count <= rows) }
  }
}

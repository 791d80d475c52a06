import KeySync
import Testing

@testable import KeySyncCommand

@Suite struct `The board of workers` {
  private let now = WallTime(milliseconds: 1_795_467_060_000)
  private let worker: WatchedWorker
  private var board = Board { _ in "east" }

  init() throws { worker = try Self.worker("main") }

  private static func worker(_ name: String) throws -> WatchedWorker {
    WatchedWorker(
      node: try #require(NodeID("12D3KooWAfAjGgfJfUYRrwF8TK48p64gRZaRWxesngwY6HHqybmg")),
      worker: try #require(WorkerName(name))
    )
  }

  private static func snapshot(_ fields: String, at seconds: Int64 = 0) -> [UInt8] {
    Array(#"{"schema":"keysync.stats/1","time":\#(1_795_467_060_000 + 1000 * seconds),\#(fields)}"#.utf8)
  }

  @discardableResult
  private mutating func take(_ event: WatchEvent) -> Board.Change { board.take(event, at: now) }

  @Test mutating func `makes rates of two snapshots by the clock that took them`() {
    take(.snapshot(worker, Self.snapshot(#""applied":100,"published":7,"pending_messages":3"#)))
    #expect(board.rows[worker]?.appliedRate == nil)
    take(.snapshot(worker, Self.snapshot(#""applied":150,"published":7,"pending_messages":1"#, at: 10)))
    #expect(board.rows[worker]?.appliedRate == 5)
    #expect(board.rows[worker]?.publishedRate == 0)
    #expect(board.rows[worker]?.pendingHistory == [3, 1])
    #expect(board.rows[worker]?.appliedHistory == [5])
  }

  @Test mutating func `takes a snapshot that comes again as news of its being there, not of the figures`() {
    let snapshot = Self.snapshot(#""applied":100,"pending_messages":3"#)
    for _ in 0..<3 { take(.snapshot(worker, snapshot)) }
    #expect(board.rows[worker]?.pendingHistory == [3])
  }

  @Test mutating func `knows no rate where a count begins anew or a clock goes back`() {
    take(.snapshot(worker, Self.snapshot(#""applied":100"#)))
    take(.snapshot(worker, Self.snapshot(#""applied":5"#, at: 10)))
    #expect(board.rows[worker]?.appliedRate == nil)
    take(.snapshot(worker, Self.snapshot(#""applied":6"#, at: 5)))
    #expect(board.rows[worker]?.appliedRate == nil)
  }

  @Test mutating func `keeps no more history than a plot can show`() {
    for second in Int64(0)..<200 {
      take(.snapshot(worker, Self.snapshot(#""pending_messages":\#(second)"#, at: second)))
    }
    #expect(board.rows[worker]?.pendingHistory.count == WatchedRow.historyLimit)
    #expect(board.rows[worker]?.pendingHistory.last == 199)
  }

  @Test(
    arguments: [
      "", "null", "[]", "{}", "{", #"{"schema":"keysync.stats/2","time":1}"#, #"{"schema":"keysync.stats/1"}"#,
      #"{"schema":"keysync.stats/1","time":"now"}"#, "\u{1B}[2J", #"{"schema":"keysync.stats/1","time":1e999}"#,
      String(repeating: "[", count: 100_000),
    ]
  )
  mutating func `ignores what is no snapshot`(text: String) {
    #expect(take(.snapshot(worker, Array(text.utf8))) == .ignored)
    #expect(take(.snapshot(worker, [0xFF, 0xFE])) == .ignored)
    #expect(board.rows.isEmpty)
    #expect(board.ignored == 2)
  }

  @Test mutating func `takes absurd figures for what they are`() {
    let figures = #""applied":-9e300,"keys":{"a":"b","c":1e308,"d":1e308},"success_rate":[1],"refused":7,"#
    let rest = #""pending_messages":99999999999999999999999,"interval_seconds":-5,"sync_latency_ms":{"p99":null}"#
    take(.snapshot(worker, Self.snapshot(figures + rest)))
    let row = board.rows[worker]
    #expect(row?.line(at: now).contains("pending=huge") == true)
    #expect(TopTable([row].compactMap { $0 }, at: now).lines(width: 200).count == 2)
  }

  @Test mutating func `shows no more workers than its limit, and says how much it ignores`() throws {
    for number in 0..<(Board.rowLimit + 10) {
      take(.status(try Self.worker("w\(number)"), isOnline: true))
    }
    #expect(board.rows.count == Board.rowLimit)
    #expect(board.ignored == 10)
    #expect(take(.cleared(try Self.worker("w0"))) == .gone(try Self.worker("w0")))
    #expect(take(.status(try Self.worker("new"), isOnline: true)) == .status(try Self.worker("new")))
  }

  @Test mutating func `tells how a worker is`() {
    take(.status(worker, isOnline: true))
    #expect(board.rows[worker]?.state(at: now) == .online)
    take(.snapshot(worker, Self.snapshot(#""interval_seconds":10,"broker_connected":true"#)))
    #expect(board.rows[worker]?.state(at: WallTime(milliseconds: now.milliseconds + 30_000)) == .online)
    #expect(board.rows[worker]?.state(at: WallTime(milliseconds: now.milliseconds + 30_001)) == .silent)
    take(.snapshot(worker, Self.snapshot(#""broker_connected":false"#, at: 10)))
    #expect(board.rows[worker]?.state(at: now) == .cutOff)
    take(.status(worker, isOnline: nil))
    take(.snapshot(worker, Self.snapshot(#""broker_connected":true"#, at: 20)))
    #expect(board.rows[worker]?.state(at: now) == .unknown)
    #expect(take(.status(worker, isOnline: false)) == .status(worker))
    #expect(take(.status(worker, isOnline: false)) == .nothing)
    #expect(board.rows[worker]?.state(at: now) == .offline)
    #expect(board.rows[worker]?.age(at: WallTime(milliseconds: now.milliseconds + 50_000)) == 30_000)
    #expect(board.rows[worker]?.age(at: now) == 0, "a clock that is ahead")
  }

  @Test mutating func `says of the connection what it knows`() {
    take(.connected)
    take(.subscribed)
    #expect(board.isConnected && board.isSubscribed)
    take(.trouble("nobody listens"))
    #expect(!board.isConnected && !board.isSubscribed && board.trouble == "nobody listens")
    take(.connected)
    #expect(board.trouble == nil)
  }
}

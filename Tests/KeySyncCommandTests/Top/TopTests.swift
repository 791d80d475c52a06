import Foundation
import KeySyncTestSupport
import Testing

@Suite struct `Watching a cluster` {
  private func start(_ pair: Pair) throws -> [WorkerProcess] {
    for node in [pair.east, pair.west] {
      let path = "\(node.home)/keysync.yaml"
      let settings = try String(contentsOfFile: path, encoding: .utf8)
      try settings.replacing("# statistics_interval: 10s", with: "statistics_interval: 1s")
        .write(toFile: path, atomically: true, encoding: .utf8)
    }
    return [try WorkerProcess(pair.east), try WorkerProcess(pair.west)]
  }

  /// What the broker keeps, by the id of the node.
  private func once(_ node: TestNode) async throws -> [String: JSON] {
    let all = try await node.json("top", "--once", "--json")
    let rows = (0..<(all.count ?? 0)).map { all[$0] }
    return Dictionary(rows.map { ($0["node"].text ?? "", $0) }) { first, _ in first }
  }

  @Test func `shows all nodes once, as a table and as JSON, until they are retired`() async throws {
    let pair = try await Pair()
    let workers = try start(pair)
    defer { for worker in workers { worker.kill() } }
    try await pair.east.put("a", [1])
    let (east, west) = (try await pair.east.id(), try await pair.west.id())
    try await eventually("the key is counted on both sides") {
      let rows = try await once(pair.east)
      return rows[west]?["snapshot"]["applied"].number == 1 && rows[east]?["snapshot"]["settled"].number == 1
    }
    let rows = try await once(pair.east)
    #expect(rows.count == 2)
    let row = try #require(rows[west])
    #expect(row.names == ["node", "worker", "status", "snapshot"])
    #expect(row["status"].text == "online")
    // The change may have come by a comparison too, so that more than one message brought it.
    #expect(try #require(row["snapshot"]["sync_latency_ms"]["count"].number) >= 1)
    #expect(rows[east]?["snapshot"]["settle_latency_ms"]["count"].number == 1)
    let table = try await pair.east.run("top", "--once")
    let lines = table.text.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true) }
    #expect(lines.count == 3)
    #expect(lines[1].prefix(3) == ["self", "main", "online"])
    #expect(lines[2].prefix(3) == ["west", "main", "online"])
    #expect(!table.text.contains("\u{1B}"))
    let refused = try await pair.west.run("worker", "retire", "main", "--yes")
    #expect(refused.code == 75)
    #expect(refused.talk.hasPrefix("keysync: worker main runs (process "))
    workers[1].stop()
    try await eventually("it is offline") { try await once(pair.east)[west]?["status"].text == "offline" }
    #expect(try await pair.west.run("worker", "retire", "main", "--dry-run").code == 0)
    #expect(try await pair.west.run("worker", "retire", "main").code == 64, "nobody types")
    #expect(try await once(pair.east).count == 2)
    #expect(try await pair.west.run("worker", "retire", "main", "--yes").code == 0)
    #expect(Set(try await once(pair.east).keys) == [east])
  }

  @Test func `prints lines as they come where there is no terminal`() async throws {
    let pair = try await Pair()
    let workers = try start(pair)
    defer { for worker in workers { worker.kill() } }
    let home = pair.east.home
    let pattern = "west main online .*applied_per_second="
    let plain = try await Keysync.shell("timeout 180 keysync top --home '\(home)' | grep -m 2 '\(pattern)'")
    #expect(plain.text.split(separator: "\n").count == 2)
    #expect(!plain.text.contains("\u{1B}"))
    let objects = try await Keysync.shell("timeout 180 keysync top --json --home '\(home)' | grep -m 3 keysync.stats/1")
    for line in objects.text.split(separator: "\n") {
      let json = JSON(try JSONSerialization.jsonObject(with: Data(line.utf8)))
      #expect(json.names == ["node", "worker", "status", "snapshot"])
      #expect(json["snapshot"]["schema"].text == "keysync.stats/1")
    }
    #expect(objects.text.split(separator: "\n").count == 3)
  }

  @Test func `is not led astray by what others publish`() async throws {
    let broker = try MosquittoBroker()
    let node = try await TestNode(broker: broker.url)
    let stats = "keysync/v1/demo/stats"
    let (id, port) = (try await node.id(), broker.port)
    let evil = #"{"schema":"keysync.stats/1","time":1,"software":"\u001b[2J\u202e","keys":{"a":1e308,"b":1e308}}"#
    let big = "head -c 200000 /dev/zero | tr '\\\\0' '['"
    let published = try await Keysync.shell(
      """
      set -e
      say() { /usr/bin/mosquitto_pub -p \(port) -r -q 1 "$@"; }
      say -t '\(stats)/\(id)/evil' -m '\(evil)'
      say -t '\(stats)/\(id)/text' -m 'no json'
      \(big) | say -t '\(stats)/\(id)/big' -s
      say -t '\(stats)/nobody/main' -m '{}'
      say -t '\(stats)/\(id)/a/b' -m '{}'
      say -t 'keysync/v1/demo/status/\(id)/evil' -m "$(printf '\\033[2J')"
      """
    )
    try #require(published.code == 0, "\(published.talk)")
    let table = try await node.run("top", "--once")
    #expect(table.code == 0)
    #expect(table.text.split(separator: "\n").count == 2)
    #expect(table.text.contains("self  evil    ?"))
    let json = try await node.run("top", "--once", "--json")
    for text in [table.text, json.text] { #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}")) }
    #expect(try json.json()[0]["snapshot"]["software"].text == "\u{1B}[2J\u{202E}")
    #expect(try json.json()[0]["status"].isNull)
  }

  @Test func `says what is wrong with the broker, and what it keeps where that is nothing`() async throws {
    let away = try await TestNode().run("top", "--once")
    #expect(away.code == 69)
    #expect(away.talk.hasPrefix("keysync: nobody listens at mqtt://127.0.0.1:1"))
    let broker = try MosquittoBroker()
    let node = try await TestNode(broker: broker.url)
    let empty = try await node.run("top", "--once", "--json")
    #expect(empty.text == "[]\n")
    let table = try await node.run("top", "--once")
    #expect(table.code == 0 && table.text.isEmpty)
    #expect(table.talk.hasPrefix("the broker keeps nothing of a worker of demo"))
    #expect(try await node.run("worker", "retire", "NO NAME", "--yes").code == 64)
  }
}

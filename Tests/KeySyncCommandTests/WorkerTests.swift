import Foundation
import KeySyncTestSupport
import Subprocess
import Testing

@Suite struct `Workers on the command line` {
  /// Runs a node's worker while the body runs, then stops it as a service manager does. Gives its log.
  private func withWorker(
    of node: TestNode,
    _ arguments: String = "",
    _ body: @Sendable () async throws -> Void
  ) async throws -> String {
    let path = node.directory.file("log")
    let log = { @Sendable in (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
    let result = try await Subprocess.run(
      .path("/bin/sh"),
      arguments: ["-c", "exec keysync worker --home '\(node.home)' \(arguments) 2> '\(path)'"],
      environment: .custom(Keysync.environment),
      input: .none,
      output: .string(limit: 1 << 16),
      error: .discarded
    ) { execution in
      do {
        // It heeds signals before it connects.
        try await eventually("the worker says something") { !log().isEmpty }
        try await body()
        try execution.send(signal: .terminate)
      } catch {
        try execution.send(signal: .kill)
        throw error
      }
    }
    #expect(result.terminationStatus == .exited(0))
    #expect(result.standardOutput.isEmpty)
    return log()
  }

  private func introduce(_ node: TestNode, to other: TestNode, as name: String) async throws {
    let id = try await node.run("id").text.trimmingCharacters(in: .newlines)
    try #require(try await other.run("peer", "add", id, "--name", name).code == 0)
  }

  @Test func `carry a key there, its update back, and its delete`() async throws {
    let broker = try MosquittoBroker()
    let east = try await TestNode("east", broker: broker.url)
    let west = try await TestNode("west", broker: broker.url)
    try await introduce(east, to: west, as: "east")
    try await introduce(west, to: east, as: "west")
    let first = [UInt8](0...255)
    let log = try await withWorker(of: east, "--log-format json") {
      _ = try await withWorker(of: west) {
        try await east.put("tls/www", first)
        try await eventually("the key is on west") { try await west.run("key", "get", "tls/www").output == first }
        try await west.put("tls/www", [7])
        try await eventually("the update is on east") { try await east.run("key", "get", "tls/www").output == [7] }
        #expect(try await east.run("key", "delete", "tls/www").code == 0)
        try await eventually("the key is gone on west") { try await west.run("key", "get", "tls/www").code == 65 }
        try await eventually("east knows that west has it") {
          let json = try await east.run("key", "show", "tls/www", "--json").json()
          return json["status"].text == "Synchronized"
        }
      }
    }
    for line in log.split(separator: "\n") {
      let json = JSON(try JSONSerialization.jsonObject(with: Data(line.utf8)))
      #expect(json.names == ["time", "level", "message", "metadata"])
    }
    #expect(!log.isEmpty)
  }

  @Test func `wait for a broker that is away, and stop when told to`() async throws {
    let node = try await TestNode()
    let log = try await withWorker(of: node) { try await node.put("a", [1]) }
    let level = try Regex("^[0-9-]{10}T[0-9:.]{12}Z (debug|info|notice|warning|error) ")
    for line in log.split(separator: "\n") { #expect(line.firstMatch(of: level) != nil, "\(line)") }
  }

  @Test func `refuse whom they do not trust, count it and go on`() async throws {
    let pair = try await Pair()
    let stranger = try await TestNode("stranger", broker: pair.broker.url)
    try await stranger.trust(pair.east, as: "east")
    try await stranger.put("evil", [6])
    let workers = [try WorkerProcess(pair.east), try WorkerProcess(pair.west), try WorkerProcess(stranger)]
    defer { for worker in workers { worker.kill() } }
    try await eventually("the stranger is counted") {
      try await pair.east.json("stats")["refused"]["not-trusted"].number ?? 0 > 0
    }
    #expect(try await pair.east.run("key", "get", "evil").code == 65)
    try await pair.west.put("good", [1])
    try await eventually("the worker goes on") { try await pair.east.run("key", "get", "good").output == [1] }
    try await eventually("the stranger is told nothing") { try await stranger.status(of: "evil") == "Synchronizing" }
    #expect(try await stranger.json("key", "show", "evil", "--json")["peers_installed"].number == 0)
  }

  @Test func `bring a peer that comes late what it has missed`() async throws {
    let pair = try await Pair()
    let (east, west) = (pair.east, pair.west)
    try await east.put("a", [1])
    let workers = [try WorkerProcess(east), try WorkerProcess(west)]
    defer { for worker in workers { worker.kill() } }
    try await eventually("west has it") { try await east.json("stats")["settled"].number == 1 }
    let late = try await TestNode("late", broker: pair.broker.url)
    try await late.trust(east, as: "east")
    try await east.trust(late, as: "late")
    let lateWorker = try WorkerProcess(late)
    defer { lateWorker.kill() }
    try await eventually("the late one has it") { try await late.run("key", "get", "a").output == [1] }
    try await eventually("east knows that both have it") {
      try await east.json("key", "show", "a", "--json")["peers_installed"].number == 2
    }
    #expect(try await east.status(of: "a") == "Synchronized")
    #expect(try await east.json("stats")["keys"]["Synchronized"].number == 1)
  }

  @Test func `say on the broker whether they are there, however they end`() async throws {
    let broker = try MosquittoBroker()
    let node = try await TestNode(broker: broker.url)
    let topic = "keysync/v1/demo/status/\(try await node.id())/main"
    let said = { @Sendable in
      try await Keysync.shell("mosquitto_sub -p \(broker.port) -t '\(topic)' -C 1 -W 1 --retained-only").text
    }
    let worker = try WorkerProcess(node)
    defer { worker.kill() }
    try await eventually("it is online") { try await said() == "online\n" }
    worker.kill()
    try await eventually("its will is done") { try await said() == "offline\n" }
    try worker.start()
    try await eventually("it is back") { try await said() == "online\n" }
    worker.stop()
    #expect(try await said() == "offline\n")
  }

  @Test func `serve two clusters and do not mix them`() async throws {
    let pair = try await Pair()
    let (east, west) = (pair.east, pair.west)
    for node in [east, west] { try #require(try await node.run("cluster", "add", "prod").code == 0) }
    try await east.trust(west, as: "west", in: "prod")
    try await west.trust(east, as: "east", in: "prod")
    for (cluster, value) in [("demo", UInt8(1)), ("prod", 2)] {
      let put = ["key", "put", "a", "--algorithm", "opaque", "--cluster", cluster]
      #expect(try await east.run(put, input: [value]).code == 0)
    }
    let workers = [try WorkerProcess(east), try WorkerProcess(west)]
    defer { for worker in workers { worker.kill() } }
    for (cluster, value) in [("demo", UInt8(1)), ("prod", 2)] {
      try await eventually("\(cluster) has come") {
        try await west.run("key", "get", "a", "--cluster", cluster).output == [value]
      }
    }
    #expect(try await west.run("key", "delete", "a", "--cluster", "demo").code == 0)
    try await eventually("it is gone in one cluster") {
      try await east.run("key", "get", "a", "--cluster", "demo").code == 65
    }
    #expect(try await east.run("key", "get", "a", "--cluster", "prod").output == [2])
    let status = try await east.json("status", "--json")
    #expect((0..<2).map { status["clusters"][$0]["workers"][0]["is_connected"].flag } == [true, true])
  }
}

import Foundation
import KeySyncTestSupport
import Testing

@Suite struct `Several workers of one node` {
  /// The lanes of the running workers, by name, as `keysync status` gives them.
  private func lanes(_ node: TestNode) async throws -> [String: [Int]] {
    let workers = try await node.json("status", "--json")["clusters"][0]["workers"]
    var lanes: [String: [Int]] = [:]
    for index in 0..<(workers.count ?? 0) where workers[index]["is_running"].flag == true {
      let held = workers[index]["lanes"]
      lanes[workers[index]["name"].text ?? ""] = (0..<(held.count ?? 0)).compactMap { held[$0].number }
    }
    return lanes
  }

  private func expectAll(_ count: Int, on node: TestNode) async throws {
    try await eventually("all \(count) keys have come") { try await node.json("key", "list", "--json").count == count }
  }

  @Test func `share the lanes, and the killed one's go to the others without a loss`() async throws {
    let pair = try await Pair()
    let peer = try WorkerProcess(pair.west)
    let first = try WorkerProcess(pair.east, log: "first.log", "--worker", "first")
    let second = try WorkerProcess(pair.east, log: "second.log", "--worker", "second")
    defer { for worker in [peer, first, second] { worker.kill() } }
    try await eventually("they share") {
      let lanes = try await lanes(pair.east)
      return lanes["first"]?.count == 2 && lanes["second"]?.count == 2
    }
    let holdsInbox = try await lanes(pair.east)["first"]?.contains(0) == true
    let (victim, survivor) = holdsInbox ? (first, "second") : (second, "first")
    for number in 0..<10 { try await pair.west.put("before/\(number)", [1]) }
    victim.kill()
    let killedAt = ContinuousClock.now
    for number in 0..<10 { try await pair.west.put("after/\(number)", [2]) }
    try await eventually("the other one has all") { try await lanes(pair.east)[survivor] == [0, 1, 2, 3] }
    // 15 seconds are promised; on a machine that is busy with other tests the look itself may take long.
    #expect(ContinuousClock.now - killedAt < .seconds(60))
    try await expectAll(20, on: pair.east)
    try await eventually("west knows") {
      try await pair.west.json("stats")["keys"]["Synchronized"].number == 20
    }
  }

  @Test func `do not wait for one that stops cleanly, and status says who is a standby`() async throws {
    let pair = try await Pair()
    let settings = "\(pair.east.home)/keysync.yaml"
    try String(contentsOfFile: settings, encoding: .utf8).replacing("# lanes: 4", with: "lanes: 1")
      .write(toFile: settings, atomically: true, encoding: .utf8)
    let first = try WorkerProcess(pair.east, log: "first.log", "--worker", "first")
    try await eventually("it has the lane") { try await lanes(pair.east) == ["first": [0]] }
    let second = try WorkerProcess(pair.east, log: "second.log", "--worker", "second")
    defer { for worker in [first, second] { worker.kill() } }
    try await eventually("there is a standby") { try await lanes(pair.east) == ["first": [0], "second": []] }
    try await eventually("in words") {
      let text = try await pair.east.run("status").text
      return text.contains("first: connected, lane 0, ") && text.contains("second: connected, standby, ")
    }
    first.stop()
    try await eventually("it takes over") { try await lanes(pair.east) == ["second": [0]] }
    #expect(second.said.contains("standby: other workers of this node hold all lanes"))
  }

  @Test func `lose nothing when one stands still for longer than its leases, and goes on`() async throws {
    let pair = try await Pair()
    let peer = try WorkerProcess(pair.west)
    let first = try WorkerProcess(pair.east, log: "first.log", "--worker", "first")
    let second = try WorkerProcess(pair.east, log: "second.log", "--worker", "second")
    defer { for worker in [peer, first, second] { worker.kill() } }
    try await eventually("they share") {
      let lanes = try await lanes(pair.east)
      return lanes["first"]?.count == 2 && lanes["second"]?.count == 2
    }
    first.freeze()
    for number in 0..<10 { try await pair.west.put("frozen/\(number)", [1]) }
    try await eventually("the other one has all") { try await lanes(pair.east)["second"] == [0, 1, 2, 3] }
    first.thaw()
    for number in 0..<10 { try await pair.west.put("thawed/\(number)", [2]) }
    try await eventually("they share again") {
      let lanes = try await lanes(pair.east)
      return lanes["first"]?.count == 2 && lanes["second"]?.count == 2
    }
    try await expectAll(20, on: pair.east)
    try await eventually("west knows") {
      try await pair.west.json("stats")["keys"]["Synchronized"].number == 20
    }
  }

  @Test func `lose nothing when they are killed again and again`() async throws {
    let pair = try await Pair()
    let peer = try WorkerProcess(pair.west)
    let workers = [
      try WorkerProcess(pair.east, log: "first.log", "--worker", "first"),
      try WorkerProcess(pair.east, log: "second.log", "--worker", "second"),
    ]
    defer { for worker in workers + [peer] { worker.kill() } }
    for number in 0..<60 {
      try await pair.west.put("west/\(number)", [1])
      try await pair.east.put("east/\(number)", [2])
      guard number % 6 == 5 else { continue }
      let victim = workers[number / 6 % 2]
      victim.kill()
      try victim.start()
    }
    try await expectAll(120, on: pair.east)
    try await expectAll(120, on: pair.west)
    try await eventually("both agree, and know it") {
      let (east, west) = try await (pair.east.heads(), pair.west.heads())
      let synchronized = try await pair.west.json("stats")["keys"]["Synchronized"].number
      return east == west && synchronized == 120
    }
  }

  @Test func `of one name wait for each other`() async throws {
    let node = try await TestNode(broker: "mqtt://127.0.0.1:1")
    let first = try WorkerProcess(node)
    try await eventually("it runs") { try await lanes(node)["main"] == [0, 1, 2, 3] }
    let second = try WorkerProcess(node, log: "second.log")
    defer { for worker in [first, second] { worker.kill() } }
    try await eventually("it says so") {
      second.said.contains("standby: a worker named 'main' runs on this home already (process ")
    }
    first.kill()
    try await eventually("it begins") { second.said.contains("lanes taken") }
  }
}

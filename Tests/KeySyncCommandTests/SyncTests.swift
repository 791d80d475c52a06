import GRDB
import KeySyncTestSupport
import Testing

@Suite struct `Reconciliation on the command line` {
  @Test func `a peer that was added later gets what no queue holds, and sync says that all agree`() async throws {
    let broker = try MosquittoBroker()
    let (east, west) = (
      try await TestNode("east", broker: broker.url), try await TestNode("west", broker: broker.url)
    )
    for number in 0..<20 { try await east.put("k/\(number)", [UInt8(number)]) }
    try await east.trust(west, as: "west")
    try await west.trust(east, as: "east")
    try forgetQueue(of: east)
    let workers = [try WorkerProcess(east), try WorkerProcess(west)]
    defer { for worker in workers { worker.kill() } }
    try await eventually("west has all") { try await west.heads() == east.heads() }
    #expect(try await west.run("key", "get", "k/7").output == [7])
    try await eventually("the announcements agree") {
      try await east.json("peer", "list", "--json")["peers"][1]["agrees_on_keys"].flag == true
    }
    let report = try await east.json("sync", "--full", "--wait", "--json")
    #expect(report["peers"].count == 1)
    #expect(report["peers"][0]["name"].text == "west")
    #expect(report["peers"][0]["outcome"].text == "agreed")
    #expect(try await east.run("sync", "--wait", "--peer", "west").text == "west: agrees; 0 fetched, 0 sent\n")
    let started = try await west.run("sync")
    #expect(started.code == 0)
    #expect(started.talk == "started with east; watch with: keysync sync --wait\n")
  }

  @Test func `a change whose messages were all lost is found again`() async throws {
    let pair = try await Pair()
    let workers = [try WorkerProcess(pair.east), try WorkerProcess(pair.west)]
    defer { for worker in workers { worker.kill() } }
    try await pair.east.put("k", [1])
    try await eventually("west has it") { try await pair.west.heads() == pair.east.heads() }
    workers[0].stop()
    try await pair.east.put("lost", [2])
    try forgetQueue(of: pair.east)
    try workers[0].start()
    try await eventually("west has what was never sent") { try await pair.west.heads() == pair.east.heads() }
    #expect(try await pair.west.run("key", "get", "lost").output == [2])
  }

  @Test func `without a worker or a peer it says what to do`() async throws {
    let node = try await TestNode()
    let alone = try await node.run("sync")
    #expect(alone.code == 69)
    #expect(alone.talk == "keysync: no peer was heard within ten minutes; see: keysync peer list\n")
    try await node.addPeer()
    let idle = try await node.run("sync", "--peer", "bob")
    #expect(idle.code == 69)
    #expect(idle.talk == "keysync: no worker is running on this node; start one with: keysync worker\n")
    let unknown = try await node.run("sync", "--peer", "carol")
    #expect(unknown.code == 65)
  }

  /// Takes away what waits to be sent, as if every message had been lost for good.
  private func forgetQueue(of node: TestNode) throws {
    try DatabaseQueue(path: "\(node.home)/keysync.db").write { try $0.execute(sql: "DELETE FROM outbox") }
  }
}

import Foundation
import KeySyncTestSupport
import Testing

@Suite struct `The node at a glance` {
  @Test func `says what is there and what needs attention`() async throws {
    let node = try await TestNode()
    try await node.addPeer()
    try await node.put("a", [1])
    let json = try await node.json("status", "--json")
    #expect(json.names == ["node_id", "home", "software", "broker_url", "clusters", "attention"])
    #expect(json["node_id"].text == (try await node.id()))
    #expect(json["broker_url"].text == "mqtt://127.0.0.1:1")
    let cluster = json["clusters"][0]
    #expect(
      cluster.names == [
        "cluster", "workers", "keys", "pending_messages", "oldest_pending_ms", "peers_total", "active_peers",
        "attention",
      ]
    )
    #expect(cluster["keys"]["Pending"].number == 1)
    #expect(cluster["pending_messages"].number == 1)
    #expect(cluster["peers_total"].number == 1)
    #expect(json["attention"].texts == ["no worker is running (keysync worker)"])
    let lines = try await node.run("status").text.split(separator: "\n")
    #expect(lines.contains("  keys      1: 1 Pending"))
    #expect(lines.contains("  peers     1, 0 active"))
    #expect(lines.last == "attention: no worker is running (keysync worker)")
  }

  @Test func `knows whether a worker runs and is connected`() async throws {
    let broker = try MosquittoBroker()
    let node = try await TestNode(broker: broker.url)
    let path = "\(node.home)/keysync.yaml"
    let settings = try String(contentsOfFile: path, encoding: .utf8)
    try settings.replacing("# statistics_interval: 10s", with: "statistics_interval: 1s")
      .write(toFile: path, atomically: true, encoding: .utf8)
    let state = {
      let worker = try await node.json("status", "--json")["clusters"][0]["workers"][0]
      return (running: worker["is_running"].flag, connected: worker["is_connected"].flag, worker.names)
    }
    let worker = try WorkerProcess(node)
    try await eventually("the worker is connected") { try await state().connected == true }
    #expect(
      try await state().2 == ["name", "process_id", "started_at", "last_seen", "is_running", "is_connected", "lanes"]
    )
    #expect(try await node.run("status").text.hasSuffix("\nall is well\n"))
    broker.kill()
    try await eventually("the broker is missed") {
      try await node.run("status").text.hasSuffix("attention: no worker is connected to the broker\n")
    }
    worker.kill()
    try await eventually("the dead worker is missed") { try await state().running == false }
    #expect(try await node.run("status").text.contains("main: not running, seen "))
    try worker.start()
    try await eventually("the new worker is there") { try await state().running == true }
    worker.stop()
    #expect(try await node.json("status", "--json")["clusters"][0]["workers"].count == 0)
  }
}

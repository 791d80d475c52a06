import KeySyncTestSupport
import Testing

@Suite struct `The queue on the command line` {
  @Test func `is listed with exactly the documented fields`() async throws {
    let node = try await TestNode()
    #expect(try await node.run("queue", "list").talk == "the queue is empty\n")
    try await node.put("alone", [1])
    #expect(try await node.json("queue", "list", "--json").count == 0)
    try await node.addPeer()
    try await node.put("a", [1])
    let list = try await node.json("queue", "list", "--json")
    #expect(list.count == 1)
    let expected: Set = [
      "answered", "attempts", "awaited", "closed_topic", "due_at", "given_up", "id", "key_id", "operation", "queued_at",
      "record_id",
    ]
    #expect(list[0].names == expected)
    #expect(list[0]["key_id"].text == "a")
    #expect(list[0]["given_up"].flag == false)
    let text = try await node.run("queue", "list").text
    #expect(text.contains("to be sent  bob"))
  }

  @Test func `gives up a change only when told to, and asks before`() async throws {
    let node = try await TestNode()
    try await node.addPeer()
    try await node.put("a", [1])
    let id = "\(try #require(try await node.json("queue", "list", "--json")[0]["id"].number))"
    let asking = try await node.run("queue", "drop", id)
    #expect(asking.code == 64)
    let wrong = try await node.run("queue", "drop", id, "999", "--yes")
    #expect(wrong.code == 65)
    #expect(wrong.talk.contains("no change 999 is in the queue"))
    #expect(try await node.json("queue", "list", "--json").count == 1)
    #expect(try await node.run("queue", "retry", id).talk == "1 change will be sent again\n")
    #expect(try await node.run("queue", "retry").code == 64)
    #expect(try await node.run("queue", "drop", id, "--yes").code == 0)
    #expect(try await node.json("queue", "list", "--json").count == 0)
    #expect(try await node.run("key", "get", "a").output == [1])
    #expect(try await node.status(of: "a") == "Synchronizing")
  }

  @Test func `names a topic that the broker keeps closed, and what was denied comes by comparison`() async throws {
    let access = """
      topic readwrite keysync/v1/+/inbox/#
      topic readwrite keysync/v1/+/announce/#
      topic readwrite keysync/v1/+/stats/#
      topic readwrite keysync/v1/+/status/#

      """
    let broker = try MosquittoBroker(configuration: "acl_file acl", files: ["acl": access])
    let (east, west) = (
      try await TestNode("east", broker: broker.url), try await TestNode("west", broker: broker.url)
    )
    try await east.trust(west, as: "west")
    try await west.trust(east, as: "east")
    let eastWorker = try WorkerProcess(east)
    defer { eastWorker.kill() }
    try await east.put("k", [1])
    try await eventually("the queue says which topic") {
      try await east.json("queue", "list", "--json")[0]["closed_topic"].text?.hasPrefix("keysync/v1/demo/sync/") == true
    }
    let failed = try await east.json("key", "show", "k", "--json")
    #expect(failed["status"].text == "Failed")
    #expect(failed["reason"].text?.hasPrefix("closed-topic keysync/v1/demo/sync/") == true)
    let westWorker = try WorkerProcess(west)
    defer { westWorker.kill() }
    try await eventually("west has it by a comparison") { try await west.run("key", "get", "k").output == [1] }
    try await eventually("east knows") { try await east.status(of: "k") == "Synchronized" }
  }
}

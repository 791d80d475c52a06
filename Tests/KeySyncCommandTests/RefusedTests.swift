import Foundation
import KeySyncTestSupport
import Testing

@Suite struct `Refused messages on the command line` {
  @Test func `are listed and shown with what they mean, and blamed on nobody who is not known to have sent them`()
    async throws
  {
    let pair = try await Pair()
    let east = pair.east
    #expect(try await east.run("refused", "list").talk == "nothing refused is kept\n")
    #expect(try await east.run("refused", "list", "--json").text == "[]\n")
    let stranger = try await TestNode("stranger", broker: pair.broker.url)
    try await stranger.trust(east, as: "east")
    try await stranger.put("evil", [6, 6])
    // What is broadcast before somebody listens is not kept for them.
    let reader = try WorkerProcess(east)
    try await eventually("east listens") {
      let worker = try await east.json("status", "--json")["clusters"][0]["workers"][0]
      return worker["is_connected"].flag == true && worker["lanes"].count == 4
    }
    let workers = [reader, try WorkerProcess(stranger)]
    defer { for worker in workers { worker.kill() } }
    try await eventually("the stranger's message is kept") {
      try await message("not-trusted", on: "/sync/", at: east) != nil
    }
    let topic = "keysync/v1/demo/inbox/\(try await east.id())/x\u{202E}y"
    let published = try await Keysync.shell("mosquitto_pub -p \(pair.broker.port) -q 1 -t '\(topic)' -m junk")
    #expect(published.code == 0, "\(published.talk)")
    try await eventually("the junk is kept") { try await message("wrong-topic", on: "/inbox/", at: east) != nil }
    workers[0].kill()

    let list = try await east.json("refused", "list", "--json")
    let fields: Set = ["id", "word", "sender", "sender_name", "topic", "received_at", "frame_bytes"]
    #expect(list[0].names == fields)
    let ids = (0..<(list.count ?? 0)).compactMap { list[$0]["id"].number }
    #expect(ids == ids.sorted(by: >))
    #expect((0..<ids.count).allSatisfy { list[$0]["sender"].isNull && list[$0]["sender_name"].isNull })
    #expect(try await east.json("refused", "list", "--json", "--limit", "1").count == 1)
    #expect(try await east.run("refused", "list", "--limit", "0").code == 64)
    let table = try await east.run("refused", "list").text
    #expect(table.contains(/\d+ +wrong-topic +unknown +[0-9TZ:-]+ +4 +keysync\/v1\/demo\/inbox\/.*\/x\\u\{202e\}y\n/))

    let evil = try #require(try await message("not-trusted", on: "/sync/", at: east))
    let shown = try await east.json("refused", "show", "\(evil)", "--json")
    #expect(shown.names == fields.union(["meaning", "advice", "frame", "object", "object_refusal"]))
    #expect(shown["meaning"].text == "the sender is no trusted peer of this node")
    #expect(shown["object"]["sender"].text == (try await stranger.id()))
    #expect(shown["object"]["changes"][0]["record"]["key_id"].text == "evil")
    #expect(shown["object"]["changes"][0]["key_data"]["length"].number == 2)
    #expect(shown["object"]["changes"][0]["key_data"]["bytes"].text == nil)
    #expect(shown["object_refusal"].isNull)
    let text = try await east.run("refused", "show", "\(evil)").text
    #expect(text.hasPrefix("not-trusted: the sender is no trusted peer of this node\nwhat to do: "))
    #expect(text.contains("from:       unknown: nobody is known to have signed it\n"))

    let junk = try #require(try await message("wrong-topic", on: "/inbox/", at: east))
    #expect(try await east.json("refused", "show", "\(junk)", "--json")["object_refusal"].text == "malformed")
    #expect(try await east.run("refused", "show", "\(junk)").text.hasSuffix("cannot be read: malformed.\n"))
    let none = try await east.run("refused", "show", "99999")
    #expect(none.code == 65)
    #expect(none.talk == "keysync: no refused message 99999 is kept; see: keysync refused list\n")
  }

  @Test func `are said in the worker's log on clean lines`() async throws {
    let broker = try MosquittoBroker()
    let node = try await TestNode(broker: broker.url)
    let worker = try WorkerProcess(node)
    defer { worker.kill() }
    let log = { @Sendable in (try? String(contentsOfFile: node.directory.file("worker.log"), encoding: .utf8)) ?? "" }
    try await eventually("the worker is connected") {
      try await node.json("status", "--json")["clusters"][0]["workers"][0]["is_connected"].flag == true
    }
    let topic = "keysync/v1/demo/inbox/\(try await node.id())/x\u{202E}y"
    try await eventually("the refusal is logged") {
      _ = try await Keysync.shell("mosquitto_pub -p \(broker.port) -q 1 -t '\(topic)' -m junk")
      return log().contains("refused")
    }
    let line = try #require(log().split(separator: "\n").first { $0.contains(" refused ") })
    #expect(line.contains("word=wrong-topic") && line.contains("sender=unknown"))
    #expect(line.contains("topic=") && line.contains("x\\u{202e}y") && !line.contains("\u{202E}"))
  }

  /// The number of a message that was refused with a word; strangers' announcements are refused too.
  private func message(_ word: String, on road: String, at node: TestNode) async throws -> Int? {
    let list = try await node.json("refused", "list", "--json")
    let refused = (0..<(list.count ?? 0)).map { list[$0] }
    return refused.first { $0["word"].text == word && $0["topic"].text?.contains(road) == true }?["id"].number
  }
}

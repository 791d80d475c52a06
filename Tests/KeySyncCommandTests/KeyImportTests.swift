import Foundation
import KeySyncTestSupport
import Testing

@Suite struct `Keys from a file` {
  @Test func `are created at once, past the queue, and a second time nothing happens`() async throws {
    let node = try await TestNode()
    try await node.addPeer()
    let file = try write((1...600).map { line("k/\($0)", [UInt8($0 % 256)]) }, for: node)
    let rehearsed = try await node.json("key", "import", file, "--dry-run", "--json")
    #expect(rehearsed["created"].number == 600)
    #expect(rehearsed["dry_run"].flag == true)
    #expect(try await node.json("key", "list", "--json").count == 0)
    #expect(try await node.run("key", "import", file).talk.hasSuffix("600 keys created, 0 replaced, 0 there already\n"))
    #expect(try await node.run("key", "get", "k/300").output == [44])
    #expect(try await node.json("queue", "list", "--json").count == 0)
    #expect(try await node.status(of: "k/300") == "Synchronizing")
    #expect(try await node.run("key", "import", file).talk.hasSuffix("0 keys created, 0 replaced, 600 there already\n"))
  }

  @Test func `replace what is there only when told to`() async throws {
    let node = try await TestNode()
    for key in ["changed", "deleted", "same"] { try await node.put(key, [1]) }
    #expect(try await node.run("key", "delete", "deleted").code == 0)
    let file = try write([line("changed", [2]), line("deleted", [2]), line("same", [1]), line("new", [2])], for: node)
    let report = try await node.json("key", "import", file, "--json")
    #expect(report["left"].texts == ["changed", "deleted"])
    #expect([report["created"].number, report["replaced"].number, report["unchanged"].number] == [1, 0, 1])
    #expect(try await node.run("key", "get", "changed").output == [1])
    #expect(try await node.json("key", "import", file, "--json", "--replace")["replaced"].number == 2)
    for key in ["changed", "deleted", "new"] { #expect(try await node.run("key", "get", key).output == [2]) }
    #expect(try await node.json("key", "show", "changed", "--json")["version"].number == 2)
  }

  @Test(arguments: [
    (#"{"key":"a","algorithm":"opaque"}"#, "line 2: data is missing"),
    (#"{"key":"a","algorithm":"opaque","data":"?"}"#, "line 2: data is not in Base64"),
    (#"{"key":"/","algorithm":"opaque","data":""}"#, "line 2: '/' is no key id"),
    (#"{"key":"a","algorithm":"opaque","data":"","colour":1}"#, "line 2: 'colour' is unknown"),
    (#"{"key":"good","algorithm":"opaque","data":""}"#, "line 2: good is in line 1 already"),
    (#"{"key":"a","algorithm":"Ed25519","data":"AQ=="}"#, "line 2: the data is no Ed25519 key"),
    ("key,algorithm", "line 2: this is no JSON object"),
  ])
  func `of which one is wrong are named with the line, and change nothing`(
    _ wrong: String,
    _ said: String
  ) async throws {
    let node = try await TestNode()
    let outcome = try await node.run("key", "import", try write([line("good", [1]), wrong], for: node))
    #expect(outcome.code == 65)
    #expect(outcome.talk.contains(said), "\(outcome.talk)")
    #expect(outcome.talk.contains("nothing was changed"))
    #expect(try await node.json("key", "list", "--json").count == 0)
  }

  @Test func `reach the other nodes by a comparison, and say so in their status`() async throws {
    let pair = try await Pair()
    let workers = [try WorkerProcess(pair.east), try WorkerProcess(pair.west)]
    defer { for worker in workers { worker.kill() } }
    let lines = (1...300).map { line("k/\($0)", [1, 2], attributes: #"{"env":"prod","n":7,"on":true}"#) }
    let outcome = try await pair.east.run("key", "import", "-", input: Array(lines.joined(separator: "\n").utf8))
    try #require(outcome.code == 0, "\(outcome.talk)")
    try await eventually("both have all") {
      _ = try await pair.east.run("sync")
      return try await pair.west.heads() == pair.east.heads()
    }
    #expect(try await pair.west.json("key", "show", "k/1", "--json")["attributes"]["n"].number == 7)
    try await eventually("east knows") { try await pair.east.status(of: "k/300") == "Synchronized" }
  }

  private func line(_ key: String, _ data: [UInt8], attributes: String = "{}") -> String {
    #"{"key":"\#(key)","algorithm":"opaque","data":"\#(Data(data).base64EncodedString())","attributes":\#(attributes)}"#
  }

  private func write(_ lines: [String], for node: TestNode) throws -> String {
    let path = node.directory.file("keys.jsonl")
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
    return path
  }
}

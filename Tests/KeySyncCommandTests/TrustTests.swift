import Foundation
import KeySyncTestSupport
import Testing

@Suite struct `Trust lists on the command line` {
  @Test func `make two nodes agree that did not`() async throws {
    let pair = try await Pair()
    let (east, west) = (pair.east, pair.west)
    try await east.addPeer()
    let rules = ["--allow", "create,update:payments/**", "--allow", "read:**"]
    #expect(try await east.run(["peer", "set", "west", "--since", "2026-02-03", "--yes"] + rules).code == 0)
    #expect(try await east.run("peer", "retire", "bob", "--yes").code == 0)
    let workers = [try WorkerProcess(east), try WorkerProcess(west)]
    defer { for worker in workers { worker.kill() } }
    try await eventually("east knows that west trusts others") { try await agreement(east) == false }
    let text = try await east.run("peer", "list").text
    #expect(text.contains(/trust +[0-9a-f]{64} +west\npolicy +[0-9a-f]{64} +-\n/))

    let list = try await east.run("trust", "export", "-")
    #expect(list.code == 0 && list.talk.isEmpty)
    let imported = try await west.run("trust", "import", "-", "--yes", input: list.output)
    #expect(imported.code == 0)
    #expect(imported.talk.contains("this list adds bob ("))
    #expect(imported.talk.contains("this list gives self other rules: "))
    #expect(!imported.talk.contains("east"))
    #expect(try await trustHash(east) == trustHash(west))
    let names = try await west.json("peer", "list", "--json")["peers"]
    #expect((0..<3).map { names[$0]["name"].text } == ["bob", "east", "self"])
    // It announces what it trusts at its start, else within two minutes.
    workers[1].kill()
    try workers[1].start()
    try await eventually("east knows that west agrees") { try await agreement(east) == true }
    #expect(try await east.run("peer", "list").text.contains(/trust +[0-9a-f]{64} +-\n/))
    let again = try await west.run("trust", "import", "-", input: list.output)
    #expect(again.talk == "demo is trusted like that already\n")
  }

  @Test func `ask before they change anything, show the keys, and revoke only what they are told to`() async throws {
    let (node, other) = try await (TestNode(), TestNode("other"))
    try await node.trust(other, as: "other")
    try await other.trust(node, as: "node")
    try await node.put("k", [1])
    #expect(try await other.run("peer", "set", "node", "--allow", "read:**", "--since", "beginning", "--yes").code == 0)
    let file = node.directory.file("trust.yaml")
    #expect(try await other.run("trust", "export", file).code == 0)
    #expect(try await other.run("trust", "export", file).code == 73)
    #expect(try await other.run("trust", "export", file, "--force").code == 0)
    #expect(try await node.run("trust", "import", file).code == 64)
    let rehearsed = try await node.run("trust", "import", file, "--dry-run")
    #expect(rehearsed.talk.contains(/changes 1 key:\n  k: gone \(was [0-9a-f]{8}\)\nnothing was changed\n/))
    #expect(try await node.run("key", "get", "k").output == [1])

    try await node.addPeer()
    let refused = try await node.run("trust", "import", file, "--yes")
    #expect(refused.code == 65)
    #expect(refused.talk.contains("only this node trusts bob"))
    #expect(try await node.run("trust", "import", file, "--yes", "--revoke-missing").code == 0)
    #expect(try await node.run("key", "get", "k").code == 65)
    #expect(try await node.json("peer", "list", "--json")["peers"].count == 2)
    #expect(try await trustHash(node) == trustHash(other))
    let bob = "12D3KooWAfAjGgfJfUYRrwF8TK48p64gRZaRWxesngwY6HHqybmg"
    #expect(try await node.run("peer", "add", bob, "--name", "bob").talk.contains("was revoked here"))
  }

  /// A change of a good list, and what is said about it.
  private static let bad: [(from: String, to: String, problem: String)] = [
    ("keysync.trust/1", "keysync.trust/2", ":2: 'keysync.trust/2' is no schema: this version reads keysync.trust/1"),
    ("schema: keysync.trust/1\n", "", ":2: 'schema' is missing"),
    ("\"demo\"", "\"prod\"", "that is the trust of the cluster prod"),
    ("\"demo\"", "Demo", ":3: 'Demo' is no cluster"),
    ("nodes:", "nodse:", ":4: unknown name 'nodse'; did you mean 'nodes'?"),
    ("name: \"east\"", "name: \"East\"", "'East' is no name"),
    ("name: \"east\"", "name: \"self\"", "self is trusted already"),
    ("  name: \"east\"\n", "", "has no name there"),
    ("read:**", "write:**", "'create,update,delete,describe,write:**' is no rule: VERBS:PATTERN"),
    ("since: beginning", "since: 2026-02-03", "begin with 'since: beginning'"),
    ("since: beginning", "since: soon", "'soon' is no since: 2026-11-23"),
    ("allow:", "allow: 1 #", "this is no YAML"),
    ("since: beginning", "since: [", "this is no YAML"),
    ("12D3KooWAfAjGgfJfUYRrwF8TK48p64gRZaRWxesngwY6HHqybmg", "12D3KooW", "'12D3KooW' is no node"),
    // Thirty-two zero bytes: a point of small order.
    (
      "12D3KooWAfAjGgfJfUYRrwF8TK48p64gRZaRWxesngwY6HHqybmg\n  name: \"bob\"",
      "12D3KooW9pNAk8aiBuGVQtWRdbkLmo5qVL3e2h5UxbN2Nz9ttwiw\n  name: \"bbo\"", "only this node trusts bob"
    ),
  ]

  @Test func `that are wrong are refused as a whole, with the line`() async throws {
    let (east, node) = try await (TestNode("east"), TestNode())
    for each in [east, node] { try await each.addPeer() }
    try await east.trust(node, as: "node")
    let good = try await east.run("trust", "export", "-", "--as", "east").text
    let before = try await node.run("peer", "list").text
    for bad in Self.bad {
      #expect(good.contains(bad.from), "\(bad.from)")
      let list = Array(good.replacing(bad.from, with: bad.to).utf8)
      let refused = try await node.run("trust", "import", "-", "--yes", input: list)
      #expect(refused.code == 65, "\(bad.to)")
      #expect(refused.talk.contains(bad.problem), "\(bad.to): \(refused.talk)")
    }
    for (text, problem) in [
      ("", "there is nothing in it"), ("- 1", "names and values are expected"), ("\u{1}", "no text"),
    ] {
      #expect(try await node.run("trust", "import", "-", "--yes", input: Array(text.utf8)).talk.contains(problem))
    }
    #expect(try await node.run("trust", "import", "-", "--yes", input: [0xFF]).code == 65)
    let large = [UInt8](repeating: UInt8(ascii: "#"), count: (1 << 20) + 1)
    #expect(
      try await node.run("trust", "import", "-", "--yes", input: large).talk.contains("more than the 1048576 bytes")
    )
    #expect(try await node.run("peer", "list").text == before)
    let stranger = try await TestNode("stranger")
    let unlisted = try await stranger.run("trust", "import", "-", "--yes", input: Array(good.utf8))
    #expect(unlisted.talk.contains("this node is not trusted there"))
    #expect(try await node.run("trust", "import", "-", "--yes", input: Array(good.utf8)).code == 0)
  }

  private func agreement(_ node: TestNode) async throws -> Bool? {
    let peers = try await node.json("peer", "list", "--json")["peers"]
    return (0..<(peers.count ?? 0)).map { peers[$0] }.first { $0["name"].text == "west" }?["agrees_on_trust"].flag
  }

  private func trustHash(_ node: TestNode) async throws -> String? {
    try await node.json("peer", "list", "--json")["trust_hash"].text
  }
}

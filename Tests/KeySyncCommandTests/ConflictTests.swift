import Foundation
import KeySyncTestSupport
import Testing

@Suite struct `Conflicts on the command line` {
  @Test func `are shown side by side, stand in the way of writes, and end as somebody says`() async throws {
    let pair = try await Pair()
    let (east, west) = (pair.east, pair.west)
    for key in ["delete", "file", "keep"] {
      try await east.put(key, [1])
      try await west.put(key, [2])
    }
    // West makes two versions, east three or more.
    try await west.put("keep", [3])
    try await east.put("keep", [3])
    try await makeAlike("keep", east, west)
    let workers = [try WorkerProcess(east), try WorkerProcess(west)]
    defer { for worker in workers { worker.kill() } }
    for (node, key) in [east, west].flatMap({ node in ["delete", "file", "keep"].map { (node, $0) } }) {
      try await eventually("\(key) is in conflict") { try await node.status(of: key) == "Conflict" }
    }

    let list = try await east.json("conflict", "list", "--json")
    #expect(list.count == 3)
    #expect((0..<3).map { list[$0]["key_id"].text } == ["delete", "file", "keep"])
    let shown = try await east.json("conflict", "show", "keep", "--json")
    #expect(shown.names == ["key_id", "conflict", "is_open", "served", "strategy", "rule", "heads"])
    #expect(shown["conflict"].text == "version-conflict")
    #expect(shown["is_open"].flag == true)
    #expect(shown["rule"].text == "version")
    #expect(Set([shown["heads"][0], shown["heads"][1]].map { $0["creator_name"].text }) == ["self", "west"])
    let text = try await east.run("conflict", "show", "keep").text
    #expect(text.contains(/\* by +(self +west|west +self)\n/))
    #expect(text.contains(/\* data +A +B\n/))
    #expect(text.contains("its version is the highest"))
    #expect(try await east.run("conflict", "list").text.split(separator: "\n").count == 4)
    #expect(try await east.json("stats")["keys"]["Conflict"].number == 3)
    #expect(try await east.run("status").text.contains("3 keys in conflict (keysync conflict list)"))

    try await refuse(east)
    let head = try #require(shown["heads"][0]["creator_name"].text == "self" ? shown["heads"][0] : shown["heads"][1])
    let id = try #require(head["record_id"].text)
    #expect(try await east.run("conflict", "resolve", "keep", "--keep", String(id.prefix(12))).code == 0)
    #expect(try await east.run("conflict", "resolve", "file", "--file", "-", input: [9]).code == 0)
    #expect(try await west.run("conflict", "resolve", "delete", "--delete").code == 0)
    for node in [east, west] {
      try await eventually("no conflict is left") { try await node.json("conflict", "list", "--json").count == 0 }
      #expect(try await node.run("key", "get", "file").output == [9])
      #expect(try await node.run("key", "get", "delete").code == 65)
    }
    #expect(try await east.run("key", "get", "keep").output == west.run("key", "get", "keep").output)
    #expect(try await east.run("conflict", "resolve", "file", "--delete").talk == "keysync: file is not in conflict\n")
    #expect(try await east.run("conflict", "list").talk == "no conflicts\n")
  }

  /// Puts a key on one node until its record id begins with the same digit as the other's.
  private func makeAlike(_ key: String, _ node: TestNode, _ other: TestNode) async throws {
    let digit = try await other.json("key", "show", key, "--json")["record_id"].text?.first
    for value in UInt8(0)...250 {
      try await node.put(key, [value])
      if try await node.json("key", "show", key, "--json")["record_id"].text?.first == digit { return }
    }
    Issue.record("no two record ids are alike")
  }

  private func refuse(_ node: TestNode) async throws {
    let before = try await node.keys()
    let advice = "keep is in conflict (version-conflict); look with: keysync conflict show keep, then resolve it"
    for write in [["put", "keep", "--algorithm", "opaque"], ["describe", "keep", "--clear"], ["delete", "keep"]] {
      let refused = try await node.run(["key"] + write)
      #expect(refused.code == 65)
      #expect(refused.talk == "keysync: \(advice)\n")
    }
    let digit = try #require(try await node.json("key", "show", "keep", "--json")["record_id"].text?.first)
    let ambiguous = try await node.run("conflict", "resolve", "keep", "--keep", String(digit))
    #expect(ambiguous.code == 65)
    #expect(ambiguous.talk.contains("several heads of keep begin with \(digit)"))
    let unknown = try await node.run("conflict", "resolve", "keep", "--keep", "xyz")
    #expect(unknown.code == 65)
    #expect(unknown.talk.contains("no head of keep begins with xyz"))
    #expect(try await node.run("conflict", "resolve", "keep", "--delete", "--keep", "a").code == 64)
    #expect(try await node.keys() == before)
  }
}

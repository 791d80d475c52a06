import Foundation
import KeySyncTestSupport
import Testing

@Suite struct `Peers on the command line` {
  @Test func `are retired and revoked only when somebody says yes`() async throws {
    let node = try await TestNode()
    try await node.addPeer()
    for command in ["retire", "revoke"] {
      let rehearsed = try await node.run("peer", command, "bob", "--dry-run")
      #expect(rehearsed.code == 0)
      #expect(rehearsed.talk.hasSuffix("changes no key\nnothing was changed\n"))
      let unasked = try await node.run("peer", command, "bob")
      #expect(unasked.code == 64)
      #expect(unasked.talk.contains("say --yes"))
      let no = try await Keysync.shell(
        "echo n | script -qec 'keysync peer \(command) bob --home \(node.home)' /dev/null"
      )
      #expect(no.code == 1)
      #expect(no.text.contains("changes no key") && no.text.contains("nothing was changed"), "\(no.text)")
      #expect(try await node.json("peer", "list", "--json")["peers"][0]["is_retired"].flag == false)
    }
    let yes = try await Keysync.shell("echo y | script -qec 'keysync peer retire bob --home \(node.home)' /dev/null")
    #expect(yes.code == 0, "\(yes.text)")
    #expect(try await node.json("peer", "list", "--json")["peers"][0]["is_retired"].flag == true)
    #expect(try await node.run("peer", "revoke", "bob", "--yes").code == 0)
    #expect(try await node.json("peer", "list", "--json")["peers"].count == 1)
  }

  @Test func `tell when they were heard, and their revocation which keys go`() async throws {
    let pair = try await Pair()
    let (east, west) = (pair.east, pair.west)
    let workers = [try WorkerProcess(east), try WorkerProcess(west)]
    defer { for worker in workers { worker.kill() } }
    try await west.put("theirs", [1])
    try await east.put("ours", [1])
    try await eventually("both have both") { try await (east.heads().count, west.heads().count) == (2, 2) }
    try await west.put("ours", [2])
    try await eventually("the update is here") { try await east.run("key", "get", "ours").output == [2] }
    try await eventually("west has announced itself") {
      try await east.json("peer", "list", "--json")["peers"][1]["software"].text != nil
    }
    let peer = try await east.json("peer", "list", "--json")["peers"][1]
    #expect(peer["is_active"].flag == true)
    #expect(peer["agrees_on_trust"].flag == true)
    #expect(abs(peer["clock_skew_ms"].number ?? .max) < 60_000)
    #expect(
      try await east.run("peer", "list").text.contains(/west +\d+ (s|min) ago +yes +(agrees|behind) +in step +keysync/)
    )

    let since = try await east.run("peer", "retire", "west", "--since", "2020-01-01", "--yes")
    #expect(since.talk.hasPrefix("retiring west changes 2 keys:\n"), "\(since.talk)")
    let revoked = try await east.run("peer", "revoke", try await west.id(), "--yes")
    #expect(revoked.code == 0)
    #expect(try await east.run("key", "get", "theirs").code == 65)
    #expect(try await east.run("key", "get", "ours").output == [1])
    let history = try await east.json("key", "history", "ours", "--json")
    #expect(history[1]["refusal"].text == "not-authorised" && history[1]["creator_name"].isNull)
    #expect(try await east.run("key", "history", "ours").text.contains("void: not-authorised"))
  }
}

import Foundation
import KeySyncTestSupport
import Testing

@Suite struct `Permissions on the command line` {
  private let broker: MosquittoBroker
  private let east, west: TestNode

  init() async throws {
    broker = try MosquittoBroker()
    east = try await TestNode("east", broker: broker.url)
    west = try await TestNode("west", broker: broker.url)
    try await west.trust(east, as: "east")
  }

  @Test func `keep out an update of a peer that may not, until it is permitted by a date before it`() async throws {
    try await trustWest("create,delete,describe,read:**")
    let workers = [try WorkerProcess(east), try WorkerProcess(west)]
    defer { for worker in workers { worker.kill() } }
    try await west.put("k", [1])
    try await eventually("the key is here") { try await east.run("key", "get", "k").output == [1] }
    try await west.put("k", [2])
    try await eventually("the update is counted") {
      try await east.json("stats")["changes"]["not-authorised"].number ?? 0 >= 1
    }
    // It comes twice where a comparison finds it lacking while the first message is on its way.
    let stats = try await east.json("stats")
    #expect(
      stats["refused_by_sender"][try await west.id()]["not-authorised"].number
        == stats["changes"]["not-authorised"].number
    )
    #expect(try await east.run("key", "get", "k").output == [1])
    try await eventually("west knows") { try await west.status(of: "k") == "Failed" }

    let everything = "create,update,delete,describe,read:**"
    #expect(try await setWest(everything, "--yes").code == 0)
    try await west.put("k", [3])
    try await eventually("both updates are here") { try await east.run("key", "get", "k").output == [3] }
    #expect(try await refusals(of: "k") == [nil, nil, nil])

    let rehearsed = try await setWest("create,read:**", "--dry-run")
    #expect(rehearsed.talk.hasPrefix("giving west other rules since beginning changes 1 key:\n  k: "))
    #expect(rehearsed.talk.hasSuffix("\nnothing was changed\n"))
    #expect(try await east.run("key", "get", "k").output == [3])
    #expect(try await setWest("create,read:**", "--yes").code == 0)
    #expect(try await refusals(of: "k") == [nil, "not-authorised", "not-authorised"])
    #expect(try await east.run("key", "get", "k").output == [1])
    #expect(try await setWest(everything, "--yes").talk.contains("changes 1 key:\n  k: "))
    #expect(try await east.run("key", "get", "k").output == [3])
  }

  @Test func `give a peer that may not read the record alone`() async throws {
    try await trustWest("create,update,delete,describe:**", "read:open/**")
    let workers = [try WorkerProcess(east), try WorkerProcess(west)]
    defer { for worker in workers { worker.kill() } }
    try await east.put("open/a", [1])
    try await east.put("secret/a", [2])
    for key in ["open/a", "secret/a"] {
      try await eventually("west has the record of \(key)") { try await west.status(of: key) != nil }
    }
    #expect(try await west.run("key", "get", "open/a").output == [1])
    let refused = try await west.run("key", "get", "secret/a")
    #expect(refused.code == 75)
    #expect(refused.output.isEmpty)
    #expect(refused.talk.contains("the data of secret/a has not arrived yet"))
    #expect(try await west.json("key", "show", "secret/a", "--json")["has_data"].flag == false)
  }

  @Test func `hold for the node itself`() async throws {
    try await east.put("k", [1])
    let rules = ["create:own/**", "update:own/**"].flatMap { ["--allow", $0] }
    #expect(try await east.run(["peer", "set", "self", "--yes"] + rules).code == 0)
    let before = try await east.keys()
    for (verb, write) in [
      ("update", ["put", "k", "--algorithm", "opaque"]), ("create", ["put", "new", "--algorithm", "opaque"]),
      ("describe", ["describe", "k", "--clear"]), ("delete", ["delete", "k"]),
    ] {
      let refused = try await east.run(["key"] + write)
      #expect(refused.code == 77)
      let sentence = "keysync: this node's own rules do not permit it to \(verb) \(write[1]); see: keysync peer list\n"
      #expect(refused.talk == sentence)
    }
    #expect(try await east.keys() == before)
    try await east.put("own/k", [1])
  }

  @Test func `are listed by date, with the hashes that nodes compare`() async throws {
    try await trustWest("create,update:payments/**", "read:**")
    #expect(try await setWest("read:**", "--yes", since: "2026-02-03T04:05:06.789Z").code == 0)
    #expect(try await east.run("peer", "retire", "west", "--since", "2026-03-01", "--yes").code == 0)
    let list = try await east.json("peer", "list", "--json")
    #expect(list.names == ["trust_hash", "policy_hash", "peers"])
    #expect(list["trust_hash"].text?.count == 64)
    let rules = list["peers"][1]["rules"]
    #expect((0..<3).map { rules[$0]["since"].number } == [0, 1_770_091_506_789, 1_772_323_200_000])
    #expect((0..<3).map { rules[$0]["allow"].texts } == [["create,update:payments/**", "read:**"], ["read:**"], []])
    let text = try await east.run("peer", "list").text
    #expect(text.contains(/west +beginning +create,update:payments\/\*\* read:\*\*\n/))
    #expect(text.contains(/\n +2026-02-03T04:05:06\.789Z +read:\*\*\n +2026-03-01T00:00:00Z +nothing\n/))
    #expect(text.contains(/trust +[0-9a-f]{64} +-\npolicy +[0-9a-f]{64} +-\n/))
  }

  private func trustWest(_ rules: String...) async throws {
    let add = ["peer", "add", try await west.id(), "--name", "west"] + rules.flatMap { ["--allow", $0] }
    try #require(try await east.run(add).code == 0)
  }

  private func setWest(_ rule: String, _ flag: String, since: String = "beginning") async throws -> Outcome {
    try await east.run("peer", "set", "west", "--allow", rule, "--since", since, flag)
  }

  private func refusals(of key: String) async throws -> [String?] {
    let history = try await east.json("key", "history", key, "--json")
    return (0..<(history.count ?? 0)).map { history[$0]["refusal"].text }
  }
}

import Foundation
import KeySyncTestSupport
import Testing

@Suite struct `Policies on the command line` {
  @Test func `decide conflicts otherwise from the next command on, after a check has said how`() async throws {
    let pair = try await Pair()
    let (east, west) = (pair.east, pair.west)
    try await makeConflict(pair)
    let shown = try await east.json("conflict", "show", "k", "--json")
    #expect(shown["strategy"].text == "manual")
    let heads = [shown["heads"][0], shown["heads"][1]]
    let served = try #require(shown["served"].text)
    let other = try #require(heads.first { $0["record_id"].text != served })
    let creator = try #require(other["creator"].text)
    let kept = try #require(other["record_id"].text)
    let change = "  k: \(kept.prefix(8)) instead of \(served.prefix(8))\n"

    try east.append(
      "policy:\n      - keys: k\n        strategy: creator-priority\n        creators: [\(creator)]"
    )
    for _ in 0..<2 {
      let check = try await east.run("config", "check")
      #expect(check.code == 0)
      let sentence = "demo: the policy is another than the one in force and would change 1 key once it is in force; "
      #expect(check.talk.hasPrefix("\(sentence)give all nodes of the cluster the same:\n\(change)"), "\(check.talk)")
    }
    let first = try await east.run("conflict", "list")
    #expect(
      first.talk
        == "demo: another policy is in force now and changes 1 key here; restart the worker:\n\(change)no conflicts\n"
    )
    #expect(try await east.run("conflict", "list").talk == "no conflicts\n")
    #expect(
      try await east.run("conflict", "list", "--all").text.contains(/k +concurrent-update +2 .* by creator-priority\n/)
    )
    let now = try await east.json("conflict", "show", "k", "--json")
    #expect(now["served"].text == kept)
    #expect(now["is_open"].flag == false && now["strategy"].text == "creator-priority" && now["rule"].text == "creator")
    let text = try await east.run("conflict", "show", "k").text
    #expect(
      text.contains("served by creator-priority: \(kept.prefix(8)), as the policy puts")
    )
    #expect(try await east.status(of: "k") != "Conflict")
    let statistics = try await east.json("stats")
    #expect(statistics["conflicts_detected"].number == 1 && statistics["conflicts_resolved"].number == 1)
    #expect(try await east.run("config", "check").talk.hasPrefix("the settings are right"))
    #expect(try await west.status(of: "k") == "Conflict")
  }

  @Test func `are said in the worker's log when they come into force, and shown in full`() async throws {
    let pair = try await Pair()
    try await makeConflict(pair)
    try pair.east.append("policy: [{keys: \"a/*\", strategy: last-writer}]")
    let worker = try WorkerProcess(pair.east)
    defer { worker.kill() }
    let log = { (try? String(contentsOfFile: pair.east.directory.file("worker.log"), encoding: .utf8)) ?? "" }
    try await eventually("the worker has said it") {
      log().contains("another policy is in force cluster=demo keys_changed=0")
    }
    let shown = try await pair.east.run("config", "show").text
    #expect(
      shown.contains(
        #"[{keys: "a/*", strategy: last-writer, deletes: win}, {keys: "**", strategy: manual, deletes: win}]"#
      )
    )
  }

  @Test func `a selection keeps data of the keys that match alone, and what is selected later comes`() async throws {
    let pair = try await Pair()
    let (east, west) = (pair.east, pair.west)
    try west.append("select: [\"**\", \"!ssh/**\"]")
    for key in ["ssh/host", "tls/www"] { try await east.put(key, [7]) }
    let workers = [try WorkerProcess(east), try WorkerProcess(west)]
    defer { for worker in workers { worker.kill() } }
    try await eventually("both have come") { try await west.heads().count == 2 }
    #expect(try await west.run("key", "get", "tls/www").output == [7])
    let left = try await west.run("key", "get", "ssh/host")
    #expect(left.code == 65)
    #expect(left.talk.contains("the data of ssh/host is not kept on this node: 'select'"))
    try await eventually("east has been told") { try await east.status(of: "ssh/host") == "Synchronized" }
    workers[1].kill()
    try west.write(try west.settings().replacing(", \"!ssh/**\"", with: ""))
    try workers[1].start()
    try await eventually("it was asked for") { try await west.run("key", "get", "ssh/host").output == [7] }
  }

  /// Both change a key without knowing of each other, then both know; afterwards no worker runs.
  private func makeConflict(_ pair: Pair) async throws {
    try await pair.east.put("k", [1])
    try await pair.west.put("k", [2])
    let workers = [try WorkerProcess(pair.east), try WorkerProcess(pair.west)]
    defer { for worker in workers { worker.kill() } }
    for node in [pair.east, pair.west] {
      try await eventually("k is in conflict") { try await node.status(of: "k") == "Conflict" }
    }
  }
}

extension TestNode {
  /// The text of keysync.yaml.
  func settings() throws -> String { try String(contentsOfFile: "\(home)/keysync.yaml", encoding: .utf8) }

  /// Replaces it.
  func write(_ settings: String) throws {
    try settings.write(toFile: "\(home)/keysync.yaml", atomically: false, encoding: .utf8)
  }

  /// Adds a setting to the only cluster, which comes last in the file.
  func append(_ setting: String) throws { try write(try settings() + "    \(setting)\n") }
}

import Foundation
import KeySyncTestSupport
import Testing

@Suite struct `A new node` {
  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test func `is its owner's alone`() async throws {
    let node = try await TestNode()
    #expect(try mode(node.home) == 0o700)
    for file in try FileManager.default.contentsOfDirectory(atPath: node.home) {
      #expect(try mode("\(node.home)/\(file)") == 0o600, "\(file)")
    }
  }

  @Test func `prints its id and nothing else`() async throws {
    let node = try await TestNode()
    let outcome = try await node.run("id")
    #expect(outcome.code == 0)
    #expect(outcome.talk.isEmpty)
    #expect(outcome.text.wholeMatch(of: /12D3KooW[1-9A-HJ-NP-Za-km-z]{44}\n/) != nil)
  }

  @Test func `is not made twice in one place`() async throws {
    let node = try await TestNode()
    let before = try (await node.run("id").text, String(contentsOfFile: "\(node.home)/keysync.yaml", encoding: .utf8))
    let outcome = try await node.run("init", "--cluster", "other", "--broker", "mqtt://elsewhere")
    #expect(outcome.code == 73)
    #expect(outcome.talk.hasPrefix("keysync: "))
    let after = try (await node.run("id").text, String(contentsOfFile: "\(node.home)/keysync.yaml", encoding: .utf8))
    #expect(before == after)
  }

  @Test func `is found through the environment, and by default under the user's home`() async throws {
    let node = try await TestNode(".local/share/keysync")
    let id = try await node.run("id").text
    #expect(try await Keysync.run(["id"], environment: ["KEYSYNC_HOME": node.home]).text == id)
    #expect(try await Keysync.run(["id"], environment: ["HOME": node.directory.path]).text == id)
  }

  @Test(arguments: [
    ["--cluster", "Demo", "--broker", "mqtt://localhost"], ["--cluster", "demo", "--broker", "http://localhost"],
    ["--cluster", "demo", "--broker", "mqtt://u:p@localhost"], ["--cluster", "demo"],
    ["--cluster", "demo", "--broker", "mqtt://localhost", "--name", "a b"],
  ])
  func `is not made from wrong names`(arguments: [String]) async throws {
    let directory = try TemporaryDirectory()
    let outcome = try await Keysync.run(["init", "--home", directory.file("node")] + arguments)
    #expect(outcome.code == 64)
    #expect(outcome.talk.hasPrefix("keysync: "))
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty)
  }

  @Test func `trusts the peers it is told to`() async throws {
    let (east, west) = try await (TestNode(), TestNode())
    let id = try await west.run("id").text.trimmingCharacters(in: .newlines)
    #expect(try await east.run("peer", "add", id, "--name", "west").code == 0)
    let peers = try await east.run("peer", "list", "--json").json()["peers"]
    #expect(peers.count == 2)
    #expect(peers[0]["name"].text == "self")
    #expect(peers[0]["is_self"].flag == true)
    #expect(
      peers[1].names == [
        "node_id", "name", "added_at", "is_self", "is_retired", "rules", "is_active", "last_heard", "clock_skew_ms",
        "software", "agrees_on_trust", "agrees_on_policy", "agrees_on_keys",
      ]
    )
    #expect(peers[1]["is_active"].flag == false)
    #expect(peers[1]["last_heard"].isNull)
    #expect(peers[1]["node_id"].text == id)
    #expect(peers[1]["name"].text == "west")
    let again = try await east.run("peer", "add", id, "--name", "another")
    #expect(again.code == 65)
    #expect(try await east.json("peer", "list", "--json")["peers"].count == 2)
  }
}

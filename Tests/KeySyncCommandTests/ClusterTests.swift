import Foundation
import KeySyncTestSupport
import Testing

@Suite struct `Clusters on the command line` {
  private func settings(of node: TestNode) throws -> String {
    try String(contentsOfFile: "\(node.home)/keysync.yaml", encoding: .utf8)
  }

  /// Every byte but the line feeds.
  private static func lines(of text: String) -> [String] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  private func write(_ text: String, _ node: TestNode) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(node.home)/keysync.yaml"))
  }

  @Test func `are added as one line at the end of their block, and nothing else changes`() async throws {
    let node = try await TestNode()
    let before = try settings(of: node)
    let added = try await node.run("cluster", "add", "prod")
    #expect(added.code == 0, "\(added.talk)")
    #expect(try settings(of: node) == before + "  prod:\n")
    let mode = try FileManager.default.attributesOfItem(atPath: "\(node.home)/keysync.yaml")[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(!(try FileManager.default.contentsOfDirectory(atPath: node.home)).contains { $0.contains("yaml.") })

    let again = try await node.run("cluster", "add", "prod")
    #expect(again.code == 65)
    #expect(again.talk == "keysync: this node is in the cluster prod already\n")
    #expect(try settings(of: node) == before + "  prod:\n")
  }

  @Test(arguments: [
    // What comes after the block stays after it, and so does a comment that belongs to it.
    ("clusters:\n  demo:\n    encryption: on # yes\n    # more\n\n# broker\nbroker: {url: 'mqtt://h'}\n", 4),
    ("broker:\n  url: mqtt://h\nclusters:\n        demo: {}", 4),
    ("# first\r\nbroker:\r\n  url: mqtt://h\r\nclusters:\r\n  demo:\r\n\r\nworker: w\r\n", 5),
    ("clusters: # all\n  demo:\n  # old:\n\n\nworker: \"a\"\nbroker:\n  url: mqtt://h\n", 3),
  ])
  func `are added however the file is written`(text: String, line: Int) async throws {
    let node = try await TestNode()
    try write(text, node)
    #expect(try await node.run("cluster", "add", "prod").code == 0)
    var lines = Self.lines(of: try settings(of: node))
    try #require(lines.indices.contains(line), "\(lines)")
    #expect(lines.remove(at: line).trimmingCharacters(in: .whitespacesAndNewlines) == "prod:")
    #expect(lines == Self.lines(of: text))
    #expect(try await node.json("cluster", "list", "--json").count == 2)
  }

  @Test(arguments: [
    "broker: {url: 'mqtt://h'}\nclusters: {demo: {}}\n",
    "{broker: {url: 'mqtt://h'}, clusters: {demo: {}}}\n",
    "x: &c\n  demo:\nclusters: *c\nbroker: {url: 'mqtt://h'}\n",
  ])
  func `are not added where that cannot be done safely`(text: String) async throws {
    let node = try await TestNode()
    try write(text, node)
    let refused = try await node.run("cluster", "add", "prod")
    #expect(refused.code == 78)
    #expect(refused.talk.hasPrefix("keysync: "))
    #expect(try settings(of: node) == text)
  }

  @Test func `each have their own keys and peers`() async throws {
    let node = try await TestNode()
    #expect(try await node.run("cluster", "add", "prod").code == 0)
    let unclear = try await node.run("key", "list")
    #expect(unclear.code == 64)
    #expect(unclear.talk.contains("name one with --cluster: demo, prod"))
    let put = ["key", "put", "a", "--algorithm", "opaque", "--cluster"]
    #expect(try await node.run(put + ["demo"], input: [1]).code == 0)
    #expect(try await node.run(["key", "get", "a", "--cluster", "prod"]).code == 65)
    #expect(try await node.run(put + ["prod"], input: [2]).code == 0)
    #expect(try await node.run(["key", "get", "a", "--cluster", "demo"]).output == [1])
    #expect(try await node.run("key", "delete", "a", "--cluster", "prod").code == 0)
    let clusters = try await node.json("cluster", "list", "--json")
    #expect(
      clusters[0].names == [
        "cluster", "topic_root", "encryption", "undo_window_seconds", "keys", "peers", "pending_messages",
      ]
    )
    #expect((0..<2).map { clusters[$0]["cluster"].text } == ["demo", "prod"])
    #expect((0..<2).map { clusters[$0]["keys"].number } == [1, 0])
    #expect(clusters[0]["undo_window_seconds"].number == 86_400)
    #expect(try await node.run("cluster", "list").text.split(separator: "\n").count == 3)
  }
}

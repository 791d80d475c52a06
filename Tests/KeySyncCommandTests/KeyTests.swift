import Foundation
import Testing

@Suite struct `Keys on the command line` {
  private static let binary = [UInt8](0...255) + [0, 10, 13, 10]

  @Test func `come back byte for byte, from standard input and from a file`() async throws {
    let node = try await TestNode()
    try await node.put("a/b", Self.binary)
    let got = try await node.run("key", "get", "a/b")
    #expect(got.code == 0)
    #expect(got.output == Self.binary)
    #expect(got.talk.isEmpty)

    let path = node.directory.file("data")
    try Data(Self.binary.reversed()).write(to: URL(fileURLWithPath: path))
    #expect(try await node.run("key", "put", "a/b", "--algorithm", "opaque", "--file", path).code == 0)
    #expect(try await node.run("key", "get", "a/b").output == Self.binary.reversed())

    #expect(try await node.run("key", "put", "c", "--algorithm", "opaque", "--file", "-", input: [7]).code == 0)
    #expect(try await node.run("key", "get", "c").output == [7])
  }

  @Test func `may be empty or as large as they can be`() async throws {
    let node = try await TestNode()
    try await node.put("empty", [])
    #expect(try await node.run("key", "get", "empty").output == [])
    let largest = [UInt8](repeating: 7, count: 65_536)
    try await node.put("largest", largest)
    #expect(try await node.run("key", "get", "largest").output == largest)
  }

  @Test func `go to a file that is private and not overwritten unasked`() async throws {
    let node = try await TestNode()
    try await node.put("a", [1])
    let path = node.directory.file("out")
    #expect(try await node.run("key", "get", "a", "--output", path).code == 0)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)

    try await node.put("a", [2])
    let refused = try await node.run("key", "get", "a", "--output", path)
    #expect(refused.code == 73)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data([1]))

    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    #expect(try await node.run("key", "get", "a", "--output", path, "--force").code == 0)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data([2]))
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: node.directory.path).sorted() == ["node", "out"])
  }

  @Test func `are listed and shown with exactly the documented fields`() async throws {
    let node = try await TestNode()
    try await node.addPeer()
    try await node.put("tls/www", [UInt8](repeating: 9, count: 32), algorithm: "Ed25519")
    try await node.put("backup", [1])
    let list = try await node.run("key", "list", "--json").json()
    #expect(list.count == 2)
    #expect(list[0]["key_id"].text == "backup")
    #expect(list[0]["public_key_hash"].isNull)

    let key = try await node.run("key", "show", "tls/www", "--json").json()
    #expect(
      key.names == [
        "key_id", "version", "operation", "status", "reason", "crypto_algorithm", "last_modified", "creator",
        "record_id", "heads", "attributes", "public_key_hash", "has_data", "peers_installed", "peers_total",
      ]
    )
    #expect(key["key_id"].text == "tls/www")
    #expect(key["version"].number == 1)
    #expect(key["operation"].text == "create")
    #expect(key["status"].text == "Pending")
    #expect(key["reason"].isNull)
    #expect(key["crypto_algorithm"].text == "Ed25519")
    #expect(key["creator"].text == (try await node.run("id").text.trimmingCharacters(in: .newlines)))
    #expect(key["heads"].texts == key["record_id"].text.map { [$0] })
    #expect(key["public_key_hash"].text?.wholeMatch(of: /[0-9a-f]{64}/) != nil)
    #expect(key["has_data"].flag == true)
    #expect(key["peers_installed"].number == 0)
    #expect(key["peers_total"].number == 1)
    #expect(key["attributes"].names.isEmpty)
    #expect(key["last_modified"].number ?? 0 > 1_600_000_000_000)
  }

  @Test func `are chosen by a pattern`() async throws {
    let node = try await TestNode()
    for key in ["tls/www", "tls/mail/smtp", "backup"] { try await node.put(key, [1]) }
    let json = try await node.run("key", "list", "tls/**", "--json").json()
    #expect((0..<2).map { json[$0]["key_id"].text } == ["tls/mail/smtp", "tls/www"])
    #expect(json.count == 2)
    let table = try await node.run("key", "list", "tls/*")
    #expect(table.text.split(separator: "\n").count == 2)
    #expect(!table.text.contains("\u{1B}"))
    let none = try await node.run("key", "list", "no/**")
    #expect(none.output.isEmpty && none.code == 0)
    #expect(try await node.run("key", "list", "no/**", "--json").text == "[]\n")
  }

  @Test func `are gone when deleted, and their tombstone is shown on request`() async throws {
    let node = try await TestNode()
    try await node.put("a", [1])
    #expect(try await node.run("key", "delete", "a").code == 0)
    #expect(try await node.run("key", "get", "a").code == 65)
    #expect(try await node.run("key", "list", "--json").json().count == 0)
    let deleted = try await node.run("key", "list", "--json", "--deleted").json()
    #expect(deleted[0]["operation"].text == "delete")
    #expect(deleted[0]["has_data"].flag == false)
    #expect(try await node.run("key", "delete", "a").code == 65)
    try await node.put("a", [2])
    #expect(try await node.run("key", "show", "a", "--json").json()["version"].number == 3)
  }

  @Test func `count in the statistics`() async throws {
    let node = try await TestNode()
    try await node.addPeer()
    try await node.put("a", [1])
    let statistics = try await node.run("stats").json()
    #expect(statistics["pending_messages"].number == 1)
    #expect(statistics["keys"]["Pending"].number == 1)
  }

  @Test func `that cannot be written out are an error`() async throws {
    let node = try await TestNode()
    try await node.put("a", [1])
    let outcome = try await Keysync.shell("keysync key get a --home '\(node.home)' > /dev/full")
    #expect(outcome.code == 74)
    #expect(outcome.talk == "keysync: cannot write to standard output: No space left on device\n")
    #expect(try await Keysync.shell("keysync key list --home '\(node.home)' > /dev/full").code == 74)
  }
}

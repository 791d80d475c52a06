import Foundation
import Testing

@Suite struct `Backups on the command line` {
  @Test func `bring keys into another node, say what they did, and bring back nothing that was deleted`() async throws {
    let (east, west) = try await (TestNode("east"), TestNode("west"))
    try await east.trust(west, as: "west")
    try await west.trust(east, as: "east")
    try await east.put("tls/www", [1, 2, 3])
    try await east.put("gone", [4])
    let (file, secret) = try files(in: east)

    let written = try await east.run("export", "--keys", file, "--passphrase-file", secret, "--as", "east")
    #expect(written.code == 0 && written.output.isEmpty, "\(written.talk)")
    #expect(written.talk.contains("holds 2 records of 2 keys, and the data of 2 ("))
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(try await east.run("export", "--keys", file, "--passphrase-file", secret).code == 73)

    let rehearsed = try await west.run("import", file, "--passphrase-file", secret, "--dry-run")
    #expect(rehearsed.talk.contains("records: 2 in it, 2 new here, 0 held already\nwould be added: 2 keys\n"))
    #expect(rehearsed.talk.hasSuffix("nothing was changed\n"))
    #expect(try await west.keys() == "[]\n")
    let merged = try await west.run("import", file, "--passphrase-file", secret)
    #expect(merged.code == 0 && merged.output.isEmpty)
    #expect(merged.talk.contains("the backup is whole; east wrote it at "))
    #expect(try await west.run("key", "get", "tls/www").output == [1, 2, 3])
    #expect(try await west.heads() == east.heads())

    #expect(try await west.run("key", "delete", "gone").code == 0)
    let report = try await west.json("import", file, "--passphrase-file", secret, "--json")
    #expect(report["schema"].text == "keysync.import-report/1")
    #expect(report["new"].number == 0 && report["held"].number == 2 && report["dry_run"].flag == false)
    #expect(report["keys"]["still_deleted"]["names"].texts == ["gone"])
    #expect(report["keys"]["returned"]["count"].number == 0)
    #expect(try await west.run("key", "get", "gone").code == 65)
  }

  @Test func `restore a lost home from its key file and a backup alone`() async throws {
    let (east, peer) = try await (TestNode("east"), TestNode("peer"))
    try await east.trust(peer, as: "peer")
    try await east.put("k", [1])
    let (file, secret) = try files(in: east)
    let written = try await east.run("export", "--keys", file, "--passphrase-file", secret, "--json")
    #expect(try written.json()["records"].number == 1 && written.json()["with_keys"].flag == true)

    let anew = try await TestNode("anew")
    try FileManager.default.removeItem(atPath: "\(anew.home)/node.key")
    try FileManager.default.copyItem(atPath: "\(east.home)/node.key", toPath: "\(anew.home)/node.key")
    #expect(try await anew.run("import", file, "--passphrase-file", secret, "--trust").code == 64)
    let restored = try await anew.run("import", file, "--passphrase-file", secret, "--trust", "--yes")
    #expect(restored.code == 0, "\(restored.talk)")
    #expect(restored.talk.contains("this configuration adds peer ("))
    #expect(try await anew.run("key", "get", "k").output == [1])
    #expect(try await anew.json("peer", "list", "--json")["peers"].count == 2)
    #expect(try await anew.json("stats")["pending_messages"].number == 0)
  }

  @Test func `are refused with the right code and leave everything as it is`() async throws {
    let node = try await TestNode()
    try await node.put("k", [1])
    let (file, secret) = try files(in: node)
    #expect(try await node.run("export", "--keys", file).talk.contains("give --passphrase-file FILE"))
    #expect(!FileManager.default.fileExists(atPath: file))
    for (text, problem) in [("", "is empty"), ("\nsecond line", "is empty"), ("short\n", "fewer than 8 bytes")] {
      let bad = node.directory.file("bad")
      try Data(text.utf8).write(to: URL(fileURLWithPath: bad))
      let refused = try await node.run("export", "--keys", file, "--passphrase-file", bad)
      #expect(refused.code == 65 && refused.talk.contains(problem), "\(refused.talk)")
    }
    #expect(try await node.run("export", "--keys", "-", "--passphrase-file", secret).code == 64)
    #expect(try await node.run("export", "-", "--json").code == 64)
    #expect(try await node.run("export", "--keys", "/nonexistent/x", "--passphrase-file", secret).code == 73)
    #expect(try await node.run("import", "/nonexistent", "--passphrase-file", secret).code == 66)
    let names = try FileManager.default.contentsOfDirectory(atPath: node.directory.path)
    #expect(Set(names) == ["node", "secret", "bad"])

    #expect(try await node.run("export", "--keys", file, "--passphrase-file", secret).code == 0)
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
    let piped = try await node.run("import", "-", input: bytes)
    #expect(piped.code == 64 && piped.talk.contains("read twice"))
    try Data(bytes.dropLast()).write(to: URL(fileURLWithPath: file))
    let cut = try await node.run("import", file, "--passphrase-file", secret)
    #expect(cut.code == 65 && cut.talk.contains("a part is missing"), "\(cut.talk)")
    try Data("another one".utf8).write(to: URL(fileURLWithPath: secret))
    let wrong = try await node.run("import", file, "--passphrase-file", secret)
    #expect(wrong.code == 65 && wrong.talk.contains("the passphrase is not that of this backup"))
  }

  @Test func `of the configuration alone are readable, without secrets, and taken over after asking`() async throws {
    let (east, west) = try await (TestNode("east"), TestNode("west"))
    try await east.trust(west, as: "west")
    try await east.addPeer()
    let text = try await east.run("export", "-", "--as", "east").text
    #expect(text.contains("schema: keysync.export/1\n") && text.contains("name: \"bob\""))
    let file = east.directory.file("east.yaml")
    #expect(try await east.json("export", file, "--as", "east", "--json")["with_keys"].flag == false)
    #expect(try await west.run("import", file).code == 64)
    #expect(try await west.run("import", file, "--dry-run").talk.hasSuffix("nothing was changed\n"))
    #expect(try await west.json("peer", "list", "--json")["peers"].count == 1)

    let settings = "\(west.home)/keysync.yaml"
    let other = try String(contentsOfFile: settings, encoding: .utf8) + "queue_limit: 5\n"
    try Data(other.utf8).write(to: URL(fileURLWithPath: settings))
    let report = try await west.json("import", file, "--yes", "--json")
    #expect(report["trust_changes"].count == 2 && report["with_keys"].flag == false)
    #expect(report["settings"][0]["name"].text == "queue_limit" && report["settings"][0]["here"].text == "5")
    let hash = try await west.json("peer", "list", "--json")["trust_hash"].text
    #expect(try await east.json("peer", "list", "--json")["trust_hash"].text == hash)
    let again = try await west.run("import", "-", input: Array(text.utf8))
    #expect(again.talk.contains("demo is trusted like that already\nqueue_limit is 5 here; to have it as there, write"))
  }

  /// Where a backup goes, and its passphrase.
  private func files(in node: TestNode) throws -> (backup: String, passphrase: String) {
    let secret = node.directory.file("secret")
    try Data("correct horse battery staple\n".utf8).write(to: URL(fileURLWithPath: secret))
    return (node.directory.file("keys.backup"), secret)
  }
}

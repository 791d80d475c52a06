import Foundation
import Testing

@Suite struct `Changes of keys on the command line` {
  @Test func `describe a key in texts, numbers and flags, and leave its data`() async throws {
    let node = try await TestNode()
    try await node.put("a", [1, 2])
    let typed = ["n=5", "big=9223372036854775808", "zero=007", "yes=true", "t:text=true", "empty=", "eq=a=b"]
    #expect(try await node.run(["key", "describe", "a"] + typed.flatMap { ["--attribute", $0] }).code == 0)
    let key = try await node.json("key", "show", "a", "--json")
    #expect(key["operation"].text == "metadata-sync")
    let attributes = key["attributes"]
    #expect(attributes.names == ["n", "big", "zero", "yes", "t", "empty", "eq"])
    #expect(attributes["n"].number == 5)
    #expect(attributes["big"].text == "9223372036854775808")
    #expect(attributes["zero"].text == "007")
    #expect(attributes["yes"].flag == true)
    #expect(attributes["t"].text == "true")
    #expect(attributes["empty"].text == "")
    #expect(attributes["eq"].text == "a=b")
    #expect(try await node.run("key", "get", "a").output == [1, 2])
    #expect(try await node.run("key", "show", "a").text.contains(/attribute n: +5\n/))

    #expect(try await node.run("key", "put", "a", "--algorithm", "opaque", input: [3]).code == 0)
    #expect(try await node.json("key", "show", "a", "--json")["attributes"].names.count == 7)
    let put = try await node.run("key", "put", "a", "--algorithm", "opaque", "--attribute", "only=1", input: [4])
    #expect(put.code == 0)
    #expect(try await node.json("key", "show", "a", "--json")["attributes"].names == ["only"])
    #expect(try await node.run("key", "describe", "a", "--clear").code == 0)
    #expect(try await node.json("key", "show", "a", "--json")["attributes"].names.isEmpty)
  }

  @Test(arguments: [("Ed25519", 64), ("X25519", 64), ("XChaCha20-Poly1305", 32)])
  func `generate keys, never twice the same`(algorithm: String, bytes: Int) async throws {
    let node = try await TestNode()
    for key in ["a", "b"] {
      let made = try await node.run("key", "generate", key, "--algorithm", algorithm, "--attribute", "env=prod")
      #expect(made.code == 0 && made.output.isEmpty, "\(made.talk)")
    }
    let data = try await node.run("key", "get", "a").output
    #expect(data.count == bytes)
    #expect(try await node.run("key", "get", "b").output != data)
    let key = try await node.json("key", "show", "a", "--json")
    #expect(key["crypto_algorithm"].text == algorithm)
    #expect(key["attributes"]["env"].text == "prod")

    let publicKey = try await node.run("key", "get", "a", "--public")
    if bytes == 64 {
      #expect(publicKey.output == Array(data.suffix(32)))
    } else {
      #expect(publicKey.code == 65)
      #expect(publicKey.talk == "keysync: a has no public key\n")
    }
  }

  @Test func `erase data at once when told to`() async throws {
    let node = try await TestNode()
    for key in ["kept", "erased"] { try await node.put(key, [1]) }
    #expect(try await node.run("key", "delete", "kept").code == 0)
    #expect(try await node.run("key", "delete", "erased", "--now").code == 0)
    let kept = try await node.json("key", "history", "kept", "--json")
    let erased = try await node.json("key", "history", "erased", "--json")
    #expect(kept[0]["has_data"].flag == true)
    #expect(erased[0]["has_data"].flag == false)
    #expect(erased[1]["attributes"]["erase"].flag == true)
  }

  @Test func `to keys that are not there are errors, and leave nothing behind`() async throws {
    let node = try await TestNode()
    try await node.put("gone", [1])
    #expect(try await node.run("key", "delete", "gone").code == 0)
    let before = try await node.keys()
    for key in ["gone", "never"] {
      for change in [["describe", key, "--clear"], ["delete", key], ["delete", key, "--now"], ["get", key]] {
        let outcome = try await node.run(["key"] + change)
        #expect(outcome.code == 65)
        #expect(outcome.talk == "keysync: there is no key \(key)\n")
      }
    }
    #expect(try await node.run("key", "history", "never").talk == "keysync: there is no key never\n")
    #expect(try await node.keys() == before)
  }

  @Test func `keep what they replace for the undo window, a deleted key's data too`() async throws {
    let node = try await TestNode()
    for key in ["kept", "dropped"] { try await node.put(key, [1]) }
    let none = ["KEYSYNC_CLUSTERS_DEMO_UNDO_WINDOW": "0s"]
    for (key, environment) in [("kept", [:]), ("dropped", none)] {
      let put = try await node.run("key", "put", key, "--algorithm", "opaque", input: [2], environment: environment)
      #expect(put.code == 0)
      let history = try await node.json("key", "history", key, "--json")
      #expect(history[0]["has_data"].flag == (key == "kept"))
      #expect(history[1]["has_data"].flag == true)
      #expect(try await node.run("key", "delete", key, environment: environment).code == 0)
      #expect(try await node.json("key", "history", key, "--json")[1]["has_data"].flag == (key == "kept"))
    }
    try await node.put("dropped", [3])
    #expect(try await node.json("key", "show", "dropped", "--json")["operation"].text == "create")
    #expect(try await node.run("key", "get", "dropped").output == [3])
    #expect(try await node.json("key", "history", "dropped", "--json").count == 4)
  }

  @Test func `make a history that can be read`() async throws {
    let node = try await TestNode()
    try await node.put("a", [1])
    try await node.put("a", [2])
    let json = try await node.json("key", "history", "a", "--json")
    #expect(json.count == 2)
    #expect(
      json[1].names == [
        "record_id", "parents", "version", "operation", "creator", "creator_name", "last_modified", "received_at",
        "crypto_algorithm", "attributes", "public_key_hash", "has_data", "is_head", "is_winner", "refusal",
      ]
    )
    #expect(json[1]["parents"].texts == json[0]["record_id"].text.map { [$0] })
    #expect(json[1]["creator_name"].text == "self")
    #expect(json[1]["is_head"].flag == true && json[0]["is_head"].flag == false)
    #expect(json[1]["refusal"].isNull)

    let first = try #require(json[0]["record_id"].text).prefix(8)
    let lines = try await node.run("key", "history", "a").text.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[1].hasPrefix("* ") && lines[1].contains(" \(first) ") && lines[1].hasSuffix("head, served"))
    #expect(lines[2].hasPrefix("  \(first) ") && lines[2].hasSuffix("replaced"))
  }

  @Test func `leave statistics, list and show at one, without peers too`() async throws {
    let node = try await TestNode()
    try await node.put("a", [1])
    try await node.put("b", [1])
    #expect(try await node.run("key", "delete", "b").code == 0)
    for expected in ["Synchronized", "Synchronizing"] {
      let counts = try await node.json("stats")["keys"]
      #expect(counts[expected].number == 2, "\(expected)")
      for key in ["a", "b"] { #expect(try await node.status(of: key) == expected) }
      let list = try await node.json("key", "list", "--deleted", "--json")
      #expect((0..<2).map { list[$0]["status"].text } == [expected, expected])
      if expected == "Synchronized" { try await node.addPeer() }
    }
    #expect(try await node.run("key", "show", "a").text.contains(/peers: +installed 0 of 1\n/))
    #expect(try await node.run("key", "list").text.contains("installed 0 of 1"))
  }
}

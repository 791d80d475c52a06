import Foundation
import GRDB
import Testing

@Suite struct `Bad input changes nothing` {
  struct Bad: CustomTestStringConvertible, Sendable {
    let what: String
    let code: Int32
    let arguments: [String]
    var input: [UInt8]?
    var environment: [String: String] = [:]
    /// Whether the store is put back before it is looked at.
    var spoilsStore = false
    /// Makes something in the home wrong.
    var spoil: @Sendable (_ home: String) throws -> Void = { _ in }

    var testDescription: String { "\(what): \(code)" }
  }

  private static let put = ["key", "put", "new", "--algorithm", "opaque"]

  private static let carol = [
    "peer", "add", "12D3KooWCLC2qBtATPS17UCruRRDxb4iTVR9mwoCFvYimL1giSXs", "--name", "carol",
  ]

  private static let table = [
    Bad(what: "an unknown command", code: 64, arguments: ["kye", "list"]),
    Bad(what: "an unknown flag", code: 64, arguments: ["key", "list", "--jsno"]),
    Bad(what: "no algorithm", code: 64, arguments: ["key", "put", "new"]),
    Bad(what: "an empty algorithm", code: 64, arguments: ["key", "put", "new", "--algorithm", ""]),
    Bad(what: "a cluster that the settings do not have", code: 64, arguments: ["key", "list", "--cluster", "dmeo"]),
    Bad(what: "force without a file", code: 64, arguments: ["key", "get", "old", "--force"]),
    Bad(what: "a bad key id", code: 65, arguments: ["key", "put", "a//b", "--algorithm", "opaque"]),
    Bad(what: "a key id that steers", code: 65, arguments: ["key", "put", "a\u{1B}[2J", "--algorithm", "opaque"]),
    Bad(what: "a bad key id to get", code: 65, arguments: ["key", "get", "../x"]),
    Bad(what: "a bad pattern", code: 65, arguments: ["key", "list", "a//**"]),
    Bad(what: "an unknown key to get", code: 65, arguments: ["key", "get", "unknown"]),
    Bad(what: "an unknown key to show", code: 65, arguments: ["key", "show", "unknown"]),
    Bad(what: "an unknown key to delete", code: 65, arguments: ["key", "delete", "unknown"]),
    Bad(what: "oversized data", code: 65, arguments: put, input: [UInt8](repeating: 1, count: 65_537)),
    Bad(
      what: "data that is not its algorithm's",
      code: 65,
      arguments: ["key", "put", "new", "--algorithm", "Ed25519"],
      input: [UInt8](repeating: 1, count: 33)
    ),
    Bad(
      what: "a pair that does not match",
      code: 65,
      arguments: ["key", "put", "new", "--algorithm", "X25519"],
      input: [UInt8](repeating: 1, count: 64)
    ),
    Bad(what: "nothing to describe with", code: 64, arguments: ["key", "describe", "old"]),
    Bad(what: "attributes and none", code: 64, arguments: ["key", "describe", "old", "--clear", "--attribute", "a=1"]),
    Bad(what: "an attribute without a value", code: 65, arguments: ["key", "describe", "old", "--attribute", "a"]),
    Bad(what: "an attribute without a name", code: 65, arguments: ["key", "describe", "old", "--attribute", "=1"]),
    Bad(what: "a repeated attribute", code: 65, arguments: put + ["--attribute", "a=1", "--attribute", "a:text=1"]),
    Bad(
      what: "a long attribute",
      code: 65,
      arguments: put + ["--attribute", "a=\(String(repeating: "x", count: 1025))"]
    ),
    Bad(what: "an unknown key to describe", code: 65, arguments: ["key", "describe", "unknown", "--clear"]),
    Bad(what: "an unknown key's history", code: 65, arguments: ["key", "history", "unknown"]),
    Bad(what: "a key nobody can make", code: 65, arguments: ["key", "generate", "new", "--algorithm", "RSA"]),
    Bad(what: "no public key", code: 65, arguments: ["key", "get", "old", "--public"]),
    Bad(what: "no way to resolve", code: 64, arguments: ["conflict", "resolve", "old"]),
    Bad(what: "no conflict to resolve", code: 65, arguments: ["conflict", "resolve", "old", "--delete"]),
    Bad(what: "no conflict to show", code: 65, arguments: ["conflict", "show", "old"]),
    Bad(what: "an unknown key's conflict", code: 65, arguments: ["conflict", "show", "unknown"]),
    Bad(what: "an unknown peer to retire", code: 65, arguments: ["peer", "retire", "bbo", "--yes"]),
    Bad(what: "an unknown peer to revoke", code: 65, arguments: ["peer", "revoke", "bbo", "--yes"]),
    Bad(what: "itself to retire", code: 65, arguments: ["peer", "retire", "self", "--yes"]),
    Bad(what: "itself to revoke", code: 65, arguments: ["peer", "revoke", "self", "--yes"]),
    Bad(what: "a bad time", code: 65, arguments: ["peer", "retire", "bob", "--yes", "--since", "yesterday"]),
    Bad(what: "a peer to retire unasked", code: 64, arguments: ["peer", "retire", "bob"]),
    Bad(what: "a peer to revoke unasked", code: 64, arguments: ["peer", "revoke", "bob"]),
    Bad(what: "no rules to set", code: 64, arguments: ["peer", "set", "bob", "--yes"]),
    Bad(what: "rules to set unasked", code: 64, arguments: ["peer", "set", "bob", "--allow", "read:**"]),
    Bad(what: "a rule without a pattern", code: 65, arguments: ["peer", "set", "bob", "--allow", "read", "--yes"]),
    Bad(what: "a rule with a verb that is none", code: 65, arguments: carol + ["--allow", "write:**"]),
    Bad(what: "a rule with a bad pattern", code: 65, arguments: carol + ["--allow", "read:a//b"]),
    Bad(what: "an unknown peer to set", code: 65, arguments: ["peer", "set", "bbo", "--allow", "read:**", "--yes"]),
    Bad(what: "a missing trust list", code: 66, arguments: ["trust", "import", "/nonexistent", "--yes"]),
    Bad(what: "an empty trust list", code: 65, arguments: ["trust", "import", "-", "--yes"]),
    Bad(what: "a peer's name for itself", code: 65, arguments: ["trust", "export", "-", "--as", "bob"]),
    Bad(what: "a trust list where there is no directory", code: 73, arguments: ["trust", "export", "/no/x"]),
    Bad(what: "a bad cluster name", code: 64, arguments: ["cluster", "add", "Prod"]),
    Bad(what: "a cluster that is there", code: 65, arguments: ["cluster", "add", "demo"]),
    Bad(what: "an unknown cluster's status", code: 64, arguments: ["status", "--cluster", "dmeo"]),
    Bad(what: "a bad node id", code: 65, arguments: ["peer", "add", "12D3KooW", "--name", "x"]),
    Bad(
      what: "a node id that is no key",
      code: 65,
      // Thirty-two zero bytes: a point of small order.
      arguments: ["peer", "add", "12D3KooW9pNAk8aiBuGVQtWRdbkLmo5qVL3e2h5UxbN2Nz9ttwiw", "--name", "x"]
    ),
    Bad(what: "a missing file", code: 66, arguments: put + ["--file", "/nonexistent"]),
    Bad(what: "a directory for a file", code: 66, arguments: put + ["--file", "/"]),
    Bad(what: "nothing to inspect", code: 66, arguments: ["inspect", "/nonexistent"]),
    Bad(what: "a file where there is no directory", code: 73, arguments: ["key", "get", "old", "--output", "/no/x"]),
    Bad(what: "a full queue", code: 75, arguments: put, input: [1], environment: ["KEYSYNC_QUEUE_LIMIT": "1"]),
    Bad(what: "a home that others can read", code: 77, arguments: ["key", "list"]) { try mode(0o750, $0) },
    Bad(what: "a node key that others can read", code: 77, arguments: ["id"]) { try mode(0o640, "\($0)/node.key") },
    Bad(what: "a store from a newer version", code: 78, arguments: ["key", "list"], spoilsStore: true) { home in
      try DatabaseQueue(path: "\(home)/keysync.db").write { db in
        try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('999 of the future')")
      }
    },
    Bad(what: "a store that is none", code: 74, arguments: ["key", "list"], spoilsStore: true) { home in
      for end in storeFileEnds { try? FileManager.default.removeItem(atPath: "\(home)/keysync.db\(end)") }
      try Data(repeating: 7, count: 4096).write(to: URL(fileURLWithPath: "\(home)/keysync.db"))
    },
    Bad(what: "a missing home", code: 78, arguments: ["key", "list", "--home", "/nonexistent"]),
    Bad(what: "missing settings", code: 78, arguments: ["key", "list"]) {
      try FileManager.default.moveItem(atPath: "\($0)/keysync.yaml", toPath: "\($0)/away")
    },
    Bad(what: "wrong settings", code: 78, arguments: put) {
      try "brokr: 1\n".write(toFile: "\($0)/keysync.yaml", atomically: true, encoding: .utf8)
    },
    Bad(
      what: "a wrong variable",
      code: 78,
      arguments: ["worker"],
      environment: ["KEYSYNC_STATISTICS_INTERVAL": "0"]
    ),
  ]

  /// The store is in up to three files (SQLite's write-ahead log).
  private static let storeFileEnds = ["", "-wal", "-shm"]

  private static func copyStore(_ from: String, _ to: String) throws {
    for end in storeFileEnds {
      try? FileManager.default.removeItem(atPath: "\(to)\(end)")
      guard FileManager.default.fileExists(atPath: "\(from)\(end)") else { continue }
      try FileManager.default.copyItem(atPath: "\(from)\(end)", toPath: "\(to)\(end)")
    }
  }

  private static func mode(_ mode: Int, _ path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  @Test(arguments: table) func `and is said in one sentence with its exit code`(bad: Bad) async throws {
    let model = try await Self.model.value
    let node = try TestNode(copying: model.node)
    let settings = try String(contentsOfFile: "\(node.home)/keysync.yaml", encoding: .utf8)

    let (store, copy) = ("\(node.home)/keysync.db", node.directory.file("copy"))
    if bad.spoilsStore { try Self.copyStore(store, copy) }
    try bad.spoil(node.home)
    let found = try? String(contentsOfFile: "\(node.home)/keysync.yaml", encoding: .utf8)
    let home = bad.arguments.contains("--home") ? [] : ["--home", node.home]
    let outcome = try await Keysync.run(bad.arguments + home, input: bad.input, environment: bad.environment)
    #expect(outcome.code == bad.code, "\(outcome.talk)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.talk.hasPrefix("keysync: "))
    let lines = outcome.talk.split(separator: "\n")
    #expect(lines.count == (bad.code == 64 && lines.last?.contains("--help") == true ? 2 : 1))
    #expect(!outcome.talk.contains("\u{1B}"))

    #expect((try? String(contentsOfFile: "\(node.home)/keysync.yaml", encoding: .utf8)) == found)
    try Self.mode(0o700, node.home)
    try Self.mode(0o600, "\(node.home)/node.key")
    try settings.write(toFile: "\(node.home)/keysync.yaml", atomically: true, encoding: .utf8)
    if bad.spoilsStore { try Self.copyStore(copy, store) }
    #expect(try await node.keys() == model.keys)
    #expect(try await node.run("peer", "list").text == model.peers)
  }

  /// A node with a peer and a key, and what it says of them.
  private struct Model: Sendable {
    let node: TestNode
    let keys, peers: String
  }

  private static let model = Task {
    let node = try await TestNode()
    try await node.addPeer()
    try await node.put("old", [1])
    return Model(node: node, keys: try await node.keys(), peers: try await node.run("peer", "list").text)
  }

  @Test func `wrong settings are named with file and line`() async throws {
    let node = try await TestNode()
    let path = "\(node.home)/keysync.yaml"
    let settings = try String(contentsOfFile: path, encoding: .utf8).replacing("\nbroker:", with: "\nbrokr:")
    try settings.write(toFile: path, atomically: true, encoding: .utf8)
    let outcome = try await node.run("key", "list")
    #expect(outcome.talk == "keysync: \(path):10: unknown setting 'brokr'; did you mean 'broker'?\n")
  }
}

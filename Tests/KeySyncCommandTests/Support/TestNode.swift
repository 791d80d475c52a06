import Foundation
import KeySyncTestSupport
import Testing

/// A node in a directory of its own.
final class TestNode: Sendable {
  let directory: TemporaryDirectory
  let home: String

  init(_ name: String = "node", broker: String = "mqtt://127.0.0.1:1", home: String? = nil) async throws {
    directory = try TemporaryDirectory()
    self.home = home ?? directory.file(name)
    let outcome = try await Keysync.run([
      "init", "--home", self.home, "--cluster", "demo", "--broker", broker,
    ])
    try #require(outcome.code == 0, "\(outcome.talk)")
  }

  /// A copy of a node that nothing works on.
  init(copying other: TestNode) throws {
    directory = try TemporaryDirectory()
    home = directory.file("node")
    try FileManager.default.copyItem(atPath: other.home, toPath: home)
  }

  /// Sets what is a comment in the settings.
  func set(_ setting: String, to value: String) throws {
    let path = "\(home)/keysync.yaml"
    let settings = try String(contentsOfFile: path, encoding: .utf8)
    try settings.replacing(try Regex("# \(setting): .*"), with: "\(setting): \(value)")
      .write(toFile: path, atomically: true, encoding: .utf8)
  }

  /// Runs a command with this home.
  func run(
    _ arguments: String...,
    input: [UInt8]? = nil,
    environment: [String: String] = [:]
  ) async throws -> Outcome {
    try await Keysync.run(arguments + ["--home", home], input: input, environment: environment)
  }

  /// Runs a command with this home.
  func run(_ arguments: [String], input: [UInt8]? = nil) async throws -> Outcome {
    try await Keysync.run(arguments + ["--home", home], input: input)
  }

  /// Trusts Bob of the vectors, who is never heard, so that changes wait for him.
  func addPeer() async throws {
    let outcome = try await run(
      "peer",
      "add",
      "12D3KooWAfAjGgfJfUYRrwF8TK48p64gRZaRWxesngwY6HHqybmg",
      "--name",
      "bob"
    )
    try #require(outcome.code == 0, "\(outcome.talk)")
  }

  /// The node's id.
  func id() async throws -> String { try await run("id").text.filter { $0 != "\n" } }

  /// Trusts another node under a name, in one of its clusters.
  func trust(_ other: TestNode, as name: String, in cluster: String = "demo") async throws {
    let outcome = try await run("peer", "add", try await other.id(), "--name", name, "--cluster", cluster)
    try #require(outcome.code == 0, "\(outcome.talk)")
  }

  /// Runs a command and demands that it works; gives its output as JSON.
  func json(_ arguments: String...) async throws -> JSON {
    let outcome = try await Keysync.run(arguments + ["--home", home])
    try #require(outcome.code == 0, "\(arguments): \(outcome.talk)")
    return try outcome.json()
  }

  /// What a key's status is; nil when there is no such key.
  func status(of key: String) async throws -> String? {
    let outcome = try await run("key", "show", key, "--json")
    return outcome.code == 0 ? try outcome.json()["status"].text : nil
  }

  /// The heads of every key, deleted ones too: what two nodes that agree have in common.
  func heads() async throws -> [String: [String]] {
    let keys = try await json("key", "list", "--deleted", "--json")
    var heads: [String: [String]] = [:]
    for index in 0..<(keys.count ?? 0) { heads[keys[index]["key_id"].text ?? ""] = keys[index]["heads"].texts }
    return heads
  }

  /// Puts a key and demands that it works.
  func put(_ key: String, _ data: [UInt8], algorithm: String = "opaque") async throws {
    let outcome = try await run("key", "put", key, "--algorithm", algorithm, input: data)
    try #require(outcome.code == 0, "\(outcome.talk)")
  }

  /// All there is to know of its keys.
  func keys() async throws -> String { try await run("key", "list", "--deleted", "--json").text }
}

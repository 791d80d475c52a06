import KeySyncTestSupport
import Testing

/// A node in a directory of its own.
final class TestNode: Sendable {
  let directory: TemporaryDirectory
  let home: String

  init(_ name: String = "node", broker: String = "mqtt://127.0.0.1:1") async throws {
    directory = try TemporaryDirectory()
    home = directory.file(name)
    let outcome = try await Keysync.run([
      "init", "--home", home, "--cluster", "demo", "--broker", broker,
    ])
    try #require(outcome.code == 0, "\(outcome.talk)")
  }

  /// Runs a command with this home.
  func run(
    _ arguments: String...,
    input: [UInt8]? = nil,
    environment: [String: String] = [:]
  ) async throws -> Outcome {
    try await Keysync.run(arguments + ["--home", home], input: input, environment: environment)
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

  /// Puts a key and demands that it works.
  func put(_ key: String, _ data: [UInt8], algorithm: String = "opaque") async throws {
    let outcome = try await run("key", "put", key, "--algorithm", algorithm, input: data)
    try #require(outcome.code == 0, "\(outcome.talk)")
  }

  /// All there is to know of its keys.
  func keys() async throws -> String { try await run("key", "list", "--deleted", "--json").text }
}

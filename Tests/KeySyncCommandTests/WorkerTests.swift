import Foundation
import KeySyncTestSupport
import Subprocess
import Testing

@Suite struct `Workers on the command line` {
  /// Runs a node's worker while the body runs, then stops it as a service manager does. Gives its log.
  private func withWorker(
    of node: TestNode,
    _ arguments: String = "",
    _ body: @Sendable () async throws -> Void
  ) async throws -> String {
    let path = node.directory.file("log")
    let log = { @Sendable in (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
    let result = try await Subprocess.run(
      .path("/bin/sh"),
      arguments: ["-c", "exec keysync worker --home '\(node.home)' \(arguments) 2> '\(path)'"],
      environment: .custom(Keysync.environment),
      input: .none,
      output: .string(limit: 1 << 16),
      error: .discarded
    ) { execution in
      do {
        // It heeds signals before it connects.
        try await eventually("the worker says something") { !log().isEmpty }
        try await body()
        try execution.send(signal: .terminate)
      } catch {
        try execution.send(signal: .kill)
        throw error
      }
    }
    #expect(result.terminationStatus == .exited(0))
    #expect(result.standardOutput.isEmpty)
    return log()
  }

  private func introduce(_ node: TestNode, to other: TestNode, as name: String) async throws {
    let id = try await node.run("id").text.trimmingCharacters(in: .newlines)
    try #require(try await other.run("peer", "add", id, "--name", name).code == 0)
  }

  @Test func `carry a key there, its update back, and its delete`() async throws {
    let broker = try MosquittoBroker()
    let east = try await TestNode("east", broker: broker.url)
    let west = try await TestNode("west", broker: broker.url)
    try await introduce(east, to: west, as: "east")
    try await introduce(west, to: east, as: "west")
    let first = [UInt8](0...255)
    let log = try await withWorker(of: east, "--log-format json") {
      _ = try await withWorker(of: west) {
        try await east.put("tls/www", first)
        try await eventually("the key is on west") { try await west.run("key", "get", "tls/www").output == first }
        try await west.put("tls/www", [7])
        try await eventually("the update is on east") { try await east.run("key", "get", "tls/www").output == [7] }
        #expect(try await east.run("key", "delete", "tls/www").code == 0)
        try await eventually("the key is gone on west") { try await west.run("key", "get", "tls/www").code == 65 }
        try await eventually("east knows that west has it") {
          let json = try await east.run("key", "show", "tls/www", "--json").json()
          return json["status"].text == "Synchronized"
        }
      }
    }
    for line in log.split(separator: "\n") {
      let json = JSON(try JSONSerialization.jsonObject(with: Data(line.utf8)))
      #expect(json.names == ["time", "level", "message", "metadata"])
    }
    #expect(!log.isEmpty)
  }

  @Test func `wait for a broker that is away, and stop when told to`() async throws {
    let node = try await TestNode()
    let log = try await withWorker(of: node) { try await node.put("a", [1]) }
    let level = try Regex("^[0-9-]{10}T[0-9:.]{12}Z (debug|info|notice|warning|error) ")
    for line in log.split(separator: "\n") { #expect(line.firstMatch(of: level) != nil, "\(line)") }
  }
}

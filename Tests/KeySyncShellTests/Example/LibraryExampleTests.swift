import Foundation
import KeySync
import KeySyncTestSupport
import Logging
import ServiceLifecycle
import Testing

/// The program that `Library.md` shows.
@Suite struct LibraryExampleTests {
  @Test func `a signing key made by one service is the signing key of the other`() async throws {
    let directory = try TemporaryDirectory()
    let broker = try MosquittoBroker()
    let (east, west) = (try service("east", directory, broker), try service("west", directory, broker))
    try east.trust(west.nodeID, as: "west")
    try west.trust(east.nodeID, as: "east")
    let key = try #require(KeyID("signing/2026"))
    try await running([east, west]) {
      let summary = try east.rotate(key)
      #expect(summary.version == 1)
      try await eventually("the key is on west") { try west.secret(key) != nil }
      #expect(try west.secret(key) == east.secret(key))
      #expect(try west.secret(key)?.count == 64)
      _ = try west.rotate(key)
      try await eventually("the new key is on east") { try east.secret(key) == west.secret(key) }
      #expect(try west.troubles().isEmpty)
    }
  }

  @Test func `a service that starts again is the same node and trusts the same peers`() throws {
    let directory = try TemporaryDirectory()
    let broker = try MosquittoBroker()
    let other = try service("west", directory, broker)
    let first = try service("east", directory, broker)
    try first.trust(other.nodeID, as: "west")
    let again = try service("east", directory, broker)
    #expect(again.nodeID == first.nodeID)
    try again.trust(other.nodeID, as: "another-name")
    let key = try #require(KeyID("signing/2026"))
    #expect(try again.secret(key) == nil)
  }

  @Test func `the page on the library shows exactly the program that is tested`() throws {
    let program = try String(contentsOf: Self.folder.appending(path: "LibraryExample.swift"), encoding: .utf8)
    let page = try String(contentsOf: Self.page, encoding: .utf8)
    let blocks = page.components(separatedBy: "```swift\n").dropFirst().map { block in
      String(block.prefix(upTo: block.range(of: "```")?.lowerBound ?? block.endIndex))
    }
    #expect(blocks.contains(program))
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
  private static let page =
    folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources/KeySync/KeySync.docc/Library.md")

  private func service(
    _ name: String,
    _ directory: TemporaryDirectory,
    _ broker: MosquittoBroker
  ) throws -> SigningKeys {
    try SigningKeys(
      directory: directory.file(name),
      cluster: try #require(ClusterName("prod")),
      broker: try BrokerSettings(url: broker.url),
      logger: Logger(label: "example")
    )
  }

  private func running(_ services: [SigningKeys], _ body: () async throws -> Void) async throws {
    let group = ServiceGroup(services: services, logger: Logger(label: "example"))
    async let running: Void = group.run()
    do { try await body() } catch {
      await group.triggerGracefulShutdown()
      try await running
      throw error
    }
    await group.triggerGracefulShutdown()
    try await running
  }
}

import Foundation
import KeySyncTestSupport
import Testing

@Suite struct `Nothing that was put is lost` {
  private static let count = 100

  /// Puts keys one after the other, as a script does, and prints those that were refused.
  private static func putKeys(_ prefix: String, on node: TestNode) async throws -> Outcome {
    try await Keysync.shell(
      """
      i=0; while [ $i -lt \(count) ]; do
        printf %s "\(prefix)-$i" | keysync key put \(prefix)/$i --algorithm opaque --home '\(node.home)' 2>/dev/null || echo $i
        i=$((i + 1)); echo $i > '\(progressFile(of: node))'
      done
      """
    )
  }

  /// How many keys have been put.
  private static func progress(of node: TestNode) -> Int {
    let text = try? String(contentsOfFile: progressFile(of: node), encoding: .utf8)
    return text.flatMap { Int($0.filter(\.isNumber)) } ?? 0
  }

  private static func progressFile(of node: TestNode) -> String { node.directory.file("progress") }

  @Test func `when workers and the broker are killed again and again`() async throws {
    let pair = try await Pair()
    let (east, west) = (pair.east, pair.west)
    let workers = (east: try WorkerProcess(east), west: try WorkerProcess(west))
    defer {
      workers.east.kill()
      workers.west.kill()
    }
    async let fromEast = Self.putKeys("east", on: east)
    async let fromWest = Self.putKeys("west", on: west)
    for (progress, victim) in [(10, workers.west), (30, workers.east), (50, workers.west), (90, workers.east)] {
      try await eventually("east has put \(progress) keys") { Self.progress(of: east) >= progress }
      victim.kill()
      if progress == 50 {
        // All that the broker held is gone with it.
        pair.broker.kill()
        try? FileManager.default.removeItem(atPath: pair.broker.directory.file("mosquitto.db"))
        try pair.broker.restart()
      }
      try victim.start()
    }
    #expect(try await (fromEast.text, fromWest.text) == ("", ""))
    try await eventually("both have all", timeout: .seconds(120)) {
      let heads = try await (east.heads(), west.heads())
      return heads.0.count == 2 * Self.count && heads.0 == heads.1
    }
    for (node, other) in [(east, "west"), (west, "east")] {
      let keys = try await node.json("key", "list", "--json")
      #expect((0..<2 * Self.count).allSatisfy { keys[$0]["has_data"].flag == true })
      #expect(try await node.run("key", "get", "\(other)/0").output == Array("\(other)-0".utf8))
      #expect(
        try await node.run("key", "get", "\(other)/\(Self.count - 1)").output
          == Array("\(other)-\(Self.count - 1)".utf8)
      )
    }
  }
}

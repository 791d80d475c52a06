import KeySyncTestSupport

/// Two nodes that trust each other, with a broker of their own.
struct Pair {
  let broker: MosquittoBroker
  let east, west: TestNode

  /// - Parameters:
  ///   - configuration: lines added to the broker's.
  ///   - home: where the first one's home is, unless beside the other's.
  init(configuration: String = "", eastHome home: String? = nil) async throws {
    broker = try MosquittoBroker(configuration: configuration)
    east = try await TestNode("east", broker: broker.url, home: home)
    west = try await TestNode("west", broker: broker.url)
    try await east.trust(west, as: "west")
    try await west.trust(east, as: "east")
  }
}

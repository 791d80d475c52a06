import KeySyncTestSupport

/// Two nodes that trust each other, with a broker of their own.
struct Pair {
  let broker: MosquittoBroker
  let east, west: TestNode

  init() async throws {
    broker = try MosquittoBroker()
    east = try await TestNode("east", broker: broker.url)
    west = try await TestNode("west", broker: broker.url)
    try await east.trust(west, as: "west")
    try await west.trust(east, as: "east")
  }
}

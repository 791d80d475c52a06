import KeySync
import KeySyncBroker
import Testing

/// Several clusters on one node.
struct ClustersTests {
  private let wire: Wire
  private let a: TestNode
  private let b: TestNode

  init() throws {
    wire = try Wire.among("alice", "bob")
    (a, b) = (wire.nodes[0], wire.nodes[1])
  }

  @Test func `two clusters of one node share neither keys nor peers nor figures`() throws {
    let other = try a.entering("test")
    try a.put("k", "1")
    #expect(try other.keys().isEmpty)
    #expect(try other.peers().map(\.node) == [a.id])
    try other.put(try keyID("k"), algorithm: .opaque, data: [2])
    #expect(try other.nextMessages().isEmpty)
    try wire.run()
    #expect(try b.data("k") == "1")
    #expect(try a.data("k") == "1")
    #expect(try other.data(of: try keyID("k")) == [2])
    #expect(try a.statistics().published == 1)
    #expect(try other.statistics().published == 0)
  }

  @Test func `a message of one cluster is not taken by another`() throws {
    let (here, there) = (try a.entering("test"), try b.entering("test"))
    try here.addPeer(b.id, name: "bob")
    try there.addPeer(a.id, name: "alice")
    try a.put("k", "1")
    let message = try #require(try a.synchronizer.nextMessages().first)
    let moved = message.topic.replacing("/prod/", with: "/test/")
    #expect(try there.receive([Delivery(topic: message.topic, payload: message.payload)]).isEmpty)
    #expect(try there.receive([Delivery(topic: moved, payload: message.payload)]).isEmpty)
    #expect(try there.statistics().refused == ["wrong-topic": 1, "bad-signature": 1])
    #expect(try there.keys().isEmpty)
  }

  @Test func `another topic root carries the same messages`() throws {
    var options = ClusterOptions()
    options.topicRoot = "company/keys"
    let wire = try Wire.among("alice", "bob", options: options)
    try wire.nodes[0].put("k", "1")
    try wire.run()
    #expect(wire.carried.allSatisfy { $0.topic.hasPrefix("company/keys/prod/") })
    #expect(try wire.nodes[1].data("k") == "1")
  }
}

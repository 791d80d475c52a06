import KeySyncCore
import KeySyncCrypto
import Testing

struct FrameTests {
  private let line: InboundLine
  private let alice: NodeID
  private let bob: NodeID

  init() throws {
    let cast = try Cast()
    line = try InboundLine(of: "bob", in: cast, cluster: try #require(ClusterName("prod")))
    alice = try cast.node("alice")
    bob = try cast.node("bob")
  }

  @Test func `a probe of no bytes is dropped on every road`() throws {
    for topic in [line.topics.announce(alice), line.topics.inbox(of: bob, from: alice), "nonsense"] {
      #expect(try frame([], topic) == nil)
    }
  }

  @Test func `a node's own echo is dropped unparsed, whatever it holds`() throws {
    let noise = Array(repeating: UInt8(0xFF), count: Limits.messageBytes + 1)
    for partition in Partition.allCases {
      #expect(try frame(noise, line.topics.sync(from: bob, partition)) == nil)
    }
    #expect(try frame(noise, line.topics.inbox(of: bob, from: bob)) == nil)
    #expect(try frame(noise, line.topics.announce(bob)) == nil)
  }

  @Test func `256 KiB are accepted and a byte more is too large`() throws {
    let topic = line.topics.inbox(of: bob, from: alice)
    let largest = Array(repeating: UInt8(0xFF), count: 256 * 1024)
    #expect(try frame(largest, topic)?.bytes.count == 262_144)
    #expect(throws: Refusal.tooLarge) { try frame(largest + [0], topic) }
  }

  @Test func `a topic that is no road is the wrong one`() {
    #expect(throws: Refusal.wrongTopic) { try frame([0], "keysync/v1/prod/stats/\(alice)/w") }
  }

  private func frame(_ bytes: [UInt8], _ topic: String) throws(Refusal) -> Frame? {
    try Frame(bytes, topic: topic, isRetained: false, of: line.topics, at: line.admission.node)
  }
}

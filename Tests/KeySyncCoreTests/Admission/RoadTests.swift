import KeySyncCore
import KeySyncCrypto
import Testing

/// Each object comes by its road and is addressed as the road demands (PROTOCOL sections 3 and 6, check 4).
struct RoadTests {
  private let cast: Cast
  private let sender: Sender
  private let line: InboundLine
  private let alice: NodeID
  private let bob: NodeID

  init() throws {
    cast = try Cast()
    let cluster = try #require(ClusterName("prod"))
    sender = try Sender("alice", in: cast, cluster: cluster)
    line = try InboundLine(of: "bob", in: cast, cluster: cluster)
    alice = try cast.node("alice")
    bob = try cast.node("bob")
  }

  @Test(arguments: [true, false])
  func `an announcement is taken retained or not`(isRetained: Bool) throws {
    let bytes = sender.signed(try announcement(), try sender.header())
    let opened = try line.opened(bytes, topic: line.topics.announce(alice), isRetained: isRetained, at: Sender.now)
    guard case .announcement = opened?.content else {
      Issue.record("it is an announcement")
      return
    }
  }

  @Test func `an announcement to one node is on the wrong topic`() throws {
    let bytes = sender.signed(try announcement(), try sender.header(to: bob))
    expect(.wrongTopic, bytes, line.topics.announce(alice))
  }

  @Test func `an object on a road that does not carry its type is malformed`() throws {
    let receipt = SyncObject.receipt(Receipt(entries: []))
    expect(
      .malformed,
      sender.signed(receipt, try sender.header()),
      line.topics.sync(from: alice, Partition.allCases[0])
    )
    expect(.malformed, sender.signed(receipt, try sender.header()), line.topics.announce(alice))
    let announcement = sender.signed(try announcement(), try sender.header(to: bob))
    expect(.malformed, announcement, line.topics.inbox(of: bob, from: alice))
  }

  @Test func `an inbox takes what is addressed to its node alone, and nothing retained`() throws {
    let carol = try cast.node("carol")
    let changes = [try sender.change()]
    let inbox = line.topics.inbox(of: bob, from: alice)
    expect(.wrongTopic, try sender.message(changes, to: carol), inbox)
    expect(.wrongTopic, try sender.message(changes, to: bob), line.topics.inbox(of: carol, from: alice))
    expect(.wrongTopic, try sender.message(changes, to: bob), line.topics.inbox(of: bob, from: carol))
    expect(.wrongTopic, sender.signed(.message(.clear(changes)), try sender.header()), inbox)
    expect(.wrongTopic, try sender.message(changes, to: bob), inbox, isRetained: true)
    #expect(try line.checked(try sender.message(changes, to: bob), topic: inbox, at: Sender.now).count == 1)
  }

  @Test func `an inbox message may mix partitions`() throws {
    let changes = try ["a", "my_key", "user_signing_key"].map { try sender.change($0) }
    let message = try sender.message(changes, to: bob)
    #expect(try line.checked(message, topic: line.topics.inbox(of: bob, from: alice), at: Sender.now).count == 3)
  }

  @Test func `a record that cannot be read spoils neither its message nor its neighbours`() throws {
    let changes = [try sender.change(), Change(record: [0xFF], data: nil), try sender.change("my_key")]
    let inbox = line.topics.inbox(of: bob, from: alice)
    let opened = try line.opened(try sender.message(changes, to: bob), topic: inbox, at: Sender.now)
    guard case .changes(let read) = opened?.content else { return }
    #expect(read.count == 3)
    for (index, change) in read.enumerated() {
      if index == 1 {
        #expect(throws: Refusal.malformed) { try line.admission.checked(change, at: Sender.now) }
      } else {
        #expect(try line.admission.checked(change, at: Sender.now).data == changes[index].data)
      }
    }
  }

  @Test func `a message's size is judged before its topic's sender, its trust before its time`() throws {
    let mallory = try Sender("mallory", in: cast, cluster: line.topics.cluster)
    let old = WallTime(milliseconds: 0)
    let message = try mallory.message([try mallory.change()], to: bob, at: old)
    expect(.notTrusted, message, line.topics.inbox(of: bob, from: mallory.identity.nodeID))
    expect(
      .wrongTopic,
      try sender.message([try sender.change()], to: bob, at: old),
      line.topics.inbox(of: bob, from: try cast.node("carol"))
    )
    let large = Array(repeating: UInt8(0), count: Limits.messageBytes + 1)
    expect(.tooLarge, large, line.topics.inbox(of: bob, from: mallory.identity.nodeID))
  }

  @Test func `a publication under another root is authentic all the same`() throws {
    let topics = Topics(root: "site/7", cluster: line.topics.cluster)
    let message = try sender.message([try sender.change()], to: bob)
    let topic = topics.inbox(of: bob, from: alice)
    let frame = try #require(try Frame(message, topic: topic, isRetained: false, of: topics, at: bob))
    let unseen = try line.admission.message(in: frame).fresh(at: Sender.now)
      .unseen(in: ReplayMemory(remembersMessage: false, floor: nil))
    #expect(try line.admission.authentic(unseen).message.sender == alice)
  }

  private func announcement() throws -> SyncObject {
    let hash = try #require(Bytes32(Array(repeating: 2, count: 32)))
    return .announcement(
      Announcement(
        headCount: 0,
        fingerprint: Array(repeating: 1, count: 16),
        policyHash: hash,
        software: "test",
        bootID: Array(repeating: 3, count: 16),
        trustHash: hash,
        highestVersion: 1
      )
    )
  }

  private func expect(
    _ refusal: Refusal,
    _ bytes: [UInt8],
    _ topic: String,
    isRetained: Bool = false,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(throws: refusal, sourceLocation: sourceLocation) {
      try line.opened(bytes, topic: topic, isRetained: isRetained, at: Sender.now)
    }
  }
}

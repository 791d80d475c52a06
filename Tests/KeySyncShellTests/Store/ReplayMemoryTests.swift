import GRDB
import KeySyncCore
import KeySyncCrypto
import KeySyncStore
import KeySyncTestSupport
import Testing

/// What is remembered of messages (PROTOCOL section 6).
struct ReplayMemoryTests {
  private let keystore: Keystore
  private let alice: NodeID
  private let bob: NodeID
  private let message = MessageID.random()

  init() throws {
    keystore = try Keystore()
    (alice, bob) = (try Creator.alice().node, try Creator.bob().node)
  }

  @Test func `a message is remembered of its sender alone, through a restart`() throws {
    #expect(try remember(message, from: alice) == nil)
    #expect(try remember(message, from: alice) == .duplicate)
    try keystore.reopen()
    #expect(try remember(message, from: alice) == .duplicate)
    #expect(try memory(of: message, from: alice) == ReplayMemory(remembersMessage: true, floor: nil))
    #expect(try memory(of: message, from: bob) == ReplayMemory(remembersMessage: false, floor: nil))
    #expect(try remember(message, from: bob) == nil)
  }

  @Test func `one of two with the same id in a batch is a duplicate, of another sender it is not`() throws {
    let messages = [message, .random(), message].map { ReceivedMessage($0, from: alice, timestamp: keystore.now) }
    let other = ReceivedMessage(message, from: bob, timestamp: keystore.now)
    let refusals = try keystore.write { try $0.remember(messages + [other], at: keystore.now) }
    #expect(refusals == [nil, nil, .duplicate, nil])
    #expect(try rememberedMessages() == 3)
  }

  @Test func `a message is forgotten ten minutes after its time, and leaves that time as the floor`() throws {
    let time = keystore.now
    _ = try remember(message, from: alice, time: time)
    #expect(try forget(after: Limits.replayMemory) == false)
    #expect(try memory(of: message, from: alice).remembersMessage)
    #expect(try forget(after: 1) == false)
    #expect(try memory(of: message, from: alice) == ReplayMemory(remembersMessage: false, floor: time))
    #expect(try memory(of: message, from: bob).floor == nil)
  }

  @Test func `the floor is the newest time forgotten`() throws {
    let times = [5, 9, 7].map { keystore.now.advanced(byMilliseconds: $0) }
    for time in times { _ = try remember(.random(), from: alice, time: time) }
    _ = try forget(after: Limits.replayMemory + 10)
    #expect(try memory(of: message, from: alice).floor == times[1])
  }

  @Test func `forgetting goes on in parts until nothing is due`() throws {
    try keystore.write { transaction in
      let messages = (0..<Limits.rowsPrunedAtOnce).map { _ in
        ReceivedMessage(.random(), from: alice, timestamp: keystore.now)
      }
      let refusals = try transaction.remember(messages, at: keystore.now)
      #expect(refusals.allSatisfy { $0 == nil })
    }
    _ = try remember(message, from: alice, time: keystore.now.advanced(byMilliseconds: 1))
    #expect(try forget(after: Limits.replayMemory + 2))
    #expect(try memory(of: message, from: alice).remembersMessage)
    #expect(try forget(after: 0) == false)
    #expect(try rememberedMessages() == 0)
  }

  @Test func `a sender was last heard when its last message came`() throws {
    _ = try remember(message, from: alice)
    #expect(try keystore.read { try $0.lastHeard() } == [alice: keystore.now])
  }

  @Test func `what an older version remembered is remembered, of its sender and in its cluster alone`() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("keysync.db")
    let older = try DatabaseQueue(path: path)
    try Schema.migrator.migrate(older, upTo: "less per change")
    try older.write { db in
      try db.execute(
        sql: """
          INSERT INTO cluster (id, name) VALUES (1, 'prod'), (2, 'staging');
          INSERT INTO sender (cluster, public_key, floor, seen, heard_at)
            VALUES (1, ?, 5, 1, 9), (1, ?, NULL, 0, NULL), (2, ?, NULL, 0, 8);
          INSERT INTO seen_message (cluster, sender, message_id, timestamp) VALUES (1, ?, ?, 7);
          """,
        arguments: [alice, bob, alice, alice, message]
      )
    }
    try older.close()
    let store = try Store(path: path)
    for (name, sender, memory) in [
      ("prod", alice, ReplayMemory(remembersMessage: true, floor: WallTime(milliseconds: 5))),
      ("prod", bob, ReplayMemory(remembersMessage: false, floor: nil)),
      ("staging", alice, ReplayMemory(remembersMessage: false, floor: nil)),
    ] {
      let cluster = try store.cluster(try #require(ClusterName(name)))
      #expect(try store.read(cluster) { try $0.replayMemory(of: message, from: sender) } == memory)
    }
    let cluster = try store.cluster(try #require(ClusterName("prod")))
    #expect(try store.read(cluster) { try $0.lastHeard() } == [alice: WallTime(milliseconds: 9)])
    let again = ReceivedMessage(message, from: alice, timestamp: WallTime(milliseconds: 7))
    #expect(try store.write(cluster) { try $0.remember([again], at: keystore.now) } == [.duplicate])
  }

  private func remember(_ message: MessageID, from sender: NodeID, time: WallTime? = nil) throws -> Refusal? {
    let received = ReceivedMessage(message, from: sender, timestamp: time ?? keystore.now)
    return try keystore.write { try $0.remember([received], at: keystore.now)[0] }
  }

  private func rememberedMessages() throws -> Int {
    try keystore.count("seen_message JOIN sender ON sender.id = seen_message.sender")
  }

  private func memory(of message: MessageID, from sender: NodeID) throws -> ReplayMemory {
    try keystore.read { try $0.replayMemory(of: message, from: sender) }
  }

  private func forget(after time: Int64) throws -> Bool {
    keystore.now = keystore.now.advanced(byMilliseconds: time)
    return try keystore.write { try $0.forgetSeenMessages(at: keystore.now) }
  }
}

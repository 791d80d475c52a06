import KeySyncCore
import Testing

struct TopicsTests {
  private let alice: NodeID
  private let bob: NodeID
  private let cluster: ClusterName
  private let topics: Topics

  init() throws {
    alice = try Cast().node("alice")
    bob = try Cast().node("bob")
    cluster = try #require(ClusterName("prod"))
    topics = Topics(cluster: cluster)
  }

  @Test(arguments: ["keysync/v1", "a", "site/7/keys", "K\u{212A}"])
  func `every road is read from its topic, under any root`(root: String) {
    let topics = Topics(root: root, cluster: cluster)
    for partition in Partition.allCases {
      #expect(topics.road(of: topics.sync(from: alice, partition)) == .sync(sender: alice, partition))
    }
    #expect(topics.road(of: topics.inbox(of: bob, from: alice)) == .inbox(recipient: bob, sender: alice))
    #expect(topics.road(of: topics.announce(alice)) == .announce(alice))
  }

  @Test func `topics have the protocol's form`() throws {
    let worker = try #require(WorkerName("w1"))
    #expect(topics.sync(from: alice, Partition.allCases[10]) == "keysync/v1/prod/sync/\(alice)/a")
    #expect(topics.inbox(of: bob, from: alice) == "keysync/v1/prod/inbox/\(bob)/\(alice)")
    #expect(topics.announce(alice) == "keysync/v1/prod/announce/\(alice)")
    #expect(topics.stats(alice, worker) == "keysync/v1/prod/stats/\(alice)/w1")
    #expect(topics.status(alice, worker) == "keysync/v1/prod/status/\(alice)/w1")
  }

  @Test func `statistics and status are no roads`() throws {
    let worker = try #require(WorkerName("w1"))
    #expect(topics.road(of: topics.stats(alice, worker)) == nil)
    #expect(topics.road(of: topics.status(alice, worker)) == nil)
  }

  @Test(arguments: [
    "", "/", "keysync/v1/prod", "keysync/v1/prod/", "keysync/v1/prod/sync", "keysync/v1/prod/sync/ALICE",
    "keysync/v1/prod/sync/ALICE/", "keysync/v1/prod/sync/ALICE/A", "keysync/v1/prod/sync/ALICE/10",
    "keysync/v1/prod/sync/ALICE/a/", "keysync/v1/prod/sync/ALICE/a/b", "keysync/v1/prod/sync//a",
    "keysync/v1/prod/sync/+/a", "keysync/v1/prod/sync/#", "keysync/v1/prod/sync/ALICE /a",
    "keysync/v1/prod/Sync/ALICE/a", "keysync/v1/prod/inbox/ALICE", "keysync/v1/prod/inbox/ALICE/BOB/",
    "keysync/v1/prod/inbox/ALICE/x", "keysync/v1/prod/announce/ALICE/", "keysync/v1/prod/announce/",
    "keysync/v1/prod/announce/ALICE\u{0}", "keysync/v1/prod/sync/ALICE/a\u{301}", "keysync/v1/prod//sync/ALICE/a",
    "keysync/v1/prod/\u{301}sync/ALICE/a", "keysync/v1/staging/sync/ALICE/a", "keysync/v1/pro/sync/ALICE/a",
    "keysync/v1/prods/sync/ALICE/a", "keysync/v2/prod/sync/ALICE/a", "/keysync/v1/prod/sync/ALICE/a",
    "x/keysync/v1/prod/sync/ALICE/a", "KEYSYNC/v1/prod/sync/ALICE/a", "$SYS/broker/version",
    "$share/g/keysync/v1/prod/sync/ALICE/a",
  ])
  func `any other topic is no road`(form: String) {
    let topic = form.replacing("ALICE", with: alice.description).replacing("BOB", with: bob.description)
    #expect(topics.road(of: topic) == nil)
  }

  @Test func `a topic that Unicode calls equivalent is another topic`() {
    let topics = Topics(root: "K", cluster: cluster)  // U+212A KELVIN SIGN is equivalent to K.
    #expect(topics.road(of: "K/prod/announce/\(alice)") == .announce(alice))
    #expect(topics.road(of: "\u{212A}/prod/announce/\(alice)") == nil)
  }

  @Test func `one lane reads everything and several share the partitions out`() {
    let rest = ["keysync/v1/prod/inbox/\(bob)/+", "keysync/v1/prod/announce/+"]
    #expect(topics.subscriptions(of: bob) == ["keysync/v1/prod/sync/+/+"] + rest)
    for lanes in [2, 4, 8, 16] {
      let filters = (0..<lanes).map { topics.subscriptions(of: bob, lane: $0, of: lanes) }
      #expect(filters[0].suffix(2) == rest[...])
      let sync = filters.flatMap { $0.filter { $0.contains("/sync/") } }
      #expect(sync.sorted() == Partition.allCases.map { "keysync/v1/prod/sync/+/\($0)" })
      #expect(filters[1].first == "keysync/v1/prod/sync/+/1")
    }
  }

  @Test func `a topic that Unicode calls equal to another one of its batch is no road`() {
    let road = Road.sync(sender: alice, Partition.allCases[0])
    let topic = topics.sync(from: alice, Partition.allCases[0])
    let kelvin = topic.replacing("K", with: "\u{212A}")
    #expect(kelvin == topic && !kelvin.utf8.elementsEqual(topic.utf8))
    #expect(topics.roads(of: [topic, kelvin, topic]) == [road, nil, road])
    #expect(topics.roads(of: [kelvin, topic]) == [nil, road])
  }

  @Test func `each road carries its types of objects and no record`() {
    let carried: [(Road, Set<ObjectType>)] = [
      (.sync(sender: alice, Partition.allCases[0]), [.message]),
      (.inbox(recipient: bob, sender: alice), [.message, .receipt, .reconcile, .fetch]),
      (.announce(alice), [.announcement]),
    ]
    for (road, types) in carried { #expect(Set(ObjectType.allCases.filter(road.carries)) == types) }
  }
}

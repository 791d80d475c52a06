import KeySyncBroker
import KeySyncCore
import KeySyncCrypto
import KeySyncStore
import Testing

@testable import KeySync

/// Every history of the vectors, sent to nodes as messages: in whatever order it comes, they end alike.
@Suite(.serialized) struct HistoryDeliveryTests {
  private static let ordersTried = 1

  @Test(arguments: try History.all.get())
  func `a history that comes in any order, and again, ends on a node as in the vectors`(history: History) throws {
    let records = try history.verifiedRecords().map(\.record)
    let names = Dictionary(uniqueKeysWithValues: try history.verifiedRecords().map { ($0.record.id, $0.name) })
    let key = try keyID(history.key_id)
    for order in orders(of: records, named: history.name) {
      let (node, sender) = (try TestNode("bob"), try TestNode("relay"))
      try sender.befriend(node)
      try trust(history, at: node)
      for record in order + order.reversed() { try send(record, from: sender, to: node) }
      let summary = try #require(try node.synchronizer.key(key))
      #expect(summary.heads.compactMap { names[$0] }.sorted() == history.heads.sorted())
      #expect(names[summary.recordID] == history.winner["manual"])
      let conflict = try node.synchronizer.conflict(of: key)
      #expect(conflict?.kind.rawValue == history.conflict)
      if let conflict { #expect(conflict.heads.compactMap { names[$0.recordID] }.sorted() == history.heads.sorted()) }
      for record in try node.synchronizer.history(of: key) {
        #expect(record.refusal?.word == names[record.recordID].flatMap { history.void[$0] })
      }
    }
  }

  private func trust(_ history: History, at node: TestNode) throws {
    let people = [
      ("alice", try TestIdentities.alice()), ("bob", try TestIdentities.bob()), ("carol", try TestIdentities.carol()),
    ]
    let store = try Store(path: node.home.storePath)
    let cluster = try store.cluster(node.cluster)
    for (name, identity) in people {
      let rules = history.trust[name]?.rules ?? .everything
      let row = PeerRow(node: identity.nodeID, name: name, addedAt: node.clock.now, rules: rules)
      try store.write(cluster) { try $0.add(row) }
    }
  }

  private func send(_ record: VerifiedRecord, from sender: TestNode, to node: TestNode) throws {
    let header = ObjectHeader(messageID: .random(from: .system), timestamp: node.clock.now, to: node.id)
    let change = Change(record: record.bytes, data: nil)
    let payload = SyncObject.message(.clear([change]))
      .signed(header, cluster: node.cluster, by: sender.synchronizer.node.identity)
    let topic = node.synchronizer.topics.inbox(of: node.id, from: sender.id)
    _ = try node.synchronizer.receive([Delivery(topic: topic, payload: payload)])
  }

  private func orders(of records: [VerifiedRecord], named name: String) -> [[VerifiedRecord]] {
    var random = SplitMix64(seed: name.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
    let others = records.permutations().shuffled(using: &random).prefix(Self.ordersTried)
    return [records, records.reversed()] + others
  }
}

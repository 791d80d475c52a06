import KeySyncCore
import Testing

@Suite struct `The topics of workers` {
  private let topics: Topics
  private let node: NodeID

  init() throws {
    topics = Topics(root: "some/root", cluster: try #require(ClusterName("demo")))
    node = try #require(NodeID("12D3KooWAfAjGgfJfUYRrwF8TK48p64gRZaRWxesngwY6HHqybmg"))
  }

  @Test func `are read as they are written`() throws {
    let worker = try #require(WorkerName("main"))
    #expect(
      topics.workerTopic(topics.stats(node, worker)) == WorkerTopic(kind: .stats, node: node, worker: worker)
    )
    #expect(
      topics.workerTopic(topics.status(node, worker)) == WorkerTopic(kind: .status, node: node, worker: worker)
    )
    #expect(topics.watching == ["some/root/demo/status/#", "some/root/demo/stats/#"])
  }

  @Test(
    arguments: [
      "stats/NODE", "stats/NODE/", "stats/NODE/main/", "stats/NODE/MAIN", "stats/nobody/main", "sync/NODE/main",
      "/NODE/main", "stats//main", "",
    ]
  )
  func `are no others`(rest: String) {
    let rest = rest.replacing("NODE", with: "\(node)")
    #expect(topics.workerTopic("some/root/demo/\(rest)") == nil)
    #expect(topics.workerTopic("some/root/other/stats/\(node)/main") == nil)
    #expect(topics.workerTopic("stats/\(node)/main") == nil)
  }
}

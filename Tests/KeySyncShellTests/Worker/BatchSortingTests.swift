import KeySyncBroker
import KeySyncTestSupport
import Testing

@testable import KeySync
@testable import KeySyncStore

@Suite struct `A batch from several lanes` {
  private let test: TestWorkers
  private let log = RecordingLog()
  private let clock = LeaseClock { LeaseTime(boot: "one", milliseconds: 0) }
  private var worker: LaneWorker
  private let holding: LaneHolding
  private let sorting: BatchSorting

  init() throws {
    test = try TestWorkers()
    worker = LaneWorker(name: try #require(WorkerName("a")), lanes: .four, lifetime: 10)
    holding = LaneHolding(.four, clock: clock)
    let cluster = ClusterWork(test.synchronizers[1], logger: log.logger)
    sorting = BatchSorting(holding: holding, clusters: [cluster], logger: log.logger)
    let standing = try test.nodes[1].store.keep(&worker, givingUp: [], at: clock.now())
    holding.note(standing.held, kept: [0, 1, 2, 3], until: LeaseTime(boot: "one", milliseconds: 10))
  }

  /// One change of the first node on each of two lanes.
  private func batches() throws -> (batches: [LaneBatch], keys: [KeyID]) {
    var (batches, keys): ([LaneBatch], [KeyID]) = ([], [])
    for number in 0... {
      let key = try #require(KeyID("key/\(number)"))
      try test.synchronizers[0].put(key, algorithm: .opaque, data: [1])
      let message = try #require(try test.synchronizers[0].nextMessages().first)
      let lane = Int(Partition.of(key, by: test.nodes[0].cryptography).rawValue) % 4
      guard batches.allSatisfy({ $0.lane != lane }) else { continue }
      batches.append(LaneBatch(lane: lane, deliveries: [Delivery(topic: message.topic, payload: message.payload)]))
      keys.append(key)
      if batches.count == 2 { break }
    }
    return (batches, keys)
  }

  @Test func `is committed under the leases of all of them`() throws {
    let (batches, keys) = try batches()
    #expect(sorting.handle(batches) == [:])
    for key in keys { #expect(try test.synchronizers[1].data(of: key) == [1]) }
  }

  @Test func `is committed without what came on a lane that another worker has taken`() throws {
    let (batches, keys) = try batches()
    let lost = batches[0].lane
    let store = test.nodes[1].store
    try store.write { try $0.execute(sql: "UPDATE lease SET token = token + 100 WHERE lane = ?", arguments: [lost]) }
    #expect(sorting.handle(batches) == [lost: .letGo])
    #expect(throws: KeySyncError.self) { try test.synchronizers[1].data(of: keys[0]) }
    #expect(try test.synchronizers[1].data(of: keys[1]) == [1])
    #expect(log.warnings == ["batch not committed: another worker has taken the lane"])
  }

  @Test func `is not committed for a lane that is not held`() throws {
    let (batches, keys) = try batches()
    holding.note([:], kept: [], until: nil)
    #expect(sorting.handle(batches) == Dictionary(uniqueKeysWithValues: batches.map { ($0.lane, .letGo) }))
    for key in keys { #expect(throws: KeySyncError.self) { try test.synchronizers[1].data(of: key) } }
  }

  @Test func `may not be read for after the lease has run out`() throws {
    let late = LaneHolding(.four, clock: LeaseClock { LeaseTime(boot: "one", milliseconds: 10) })
    late.note([0: 1], kept: [0], until: LeaseTime(boot: "one", milliseconds: 10))
    #expect(!late.mayConnect(0) && late.duty == nil)
    late.note([0: 1], kept: [0], until: LeaseTime(boot: "one", milliseconds: 11))
    #expect(late.mayConnect(0) && late.duty != nil && !late.mayConnect(1))
    late.note([0: 1], kept: [0], until: LeaseTime(boot: "two", milliseconds: 11))
    #expect(!late.mayConnect(0) && late.duty == nil)
  }
}

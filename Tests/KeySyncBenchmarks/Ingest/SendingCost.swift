import KeySync
import KeySyncTestSupport

/// What it costs to put keys, and until a peer has them and has said so.
struct SendingCost {
  private let changes: Int
  /// In this process: signed, sealed for the store, merged and queued, each in a transaction of its own.
  private var put = (processor: Duration.zero, clock: Duration.zero)
  /// In the sender's worker, from the queue to the last receipt.
  private var sent = (processor: Duration.zero, clock: Duration.zero)
  /// In the peer's worker meanwhile.
  private var taken = Duration.zero

  init(changes: Int) async throws {
    self.changes = changes
    let broker = try MosquittoBroker()
    let east = try BenchmarkNode(broker: broker, queueLimit: changes)
    let west = try BenchmarkNode(broker: broker)
    try east.synchronizer.addPeer(west.nodeID, name: "west")
    try west.synchronizer.addPeer(east.nodeID, name: "east")
    let workers = try await east.startWorkers() + west.startWorkers()
    workers[0].freeze()
    let clock = ContinuousClock()
    put.clock = try clock.measure {
      put.processor = try Stopwatch.total {
        for number in 0..<changes {
          guard let key = KeyID("bench/\(number)") else { continue }
          try east.synchronizer.put(key, algorithm: .opaque, data: [UInt8](repeating: 7, count: 32))
        }
      }
    }
    let before = workers.map(\.processorTime)
    let start = clock.now
    workers[0].thaw()
    try await eventually("all changes are settled", timeout: .seconds(600)) { try east.queued() == 0 }
    sent.clock = clock.now - start
    (sent.processor, taken) = (workers[0].processorTime - before[0], workers[1].processorTime - before[1])
  }

  func cells(_ verification: Duration) -> [(stage: String, cells: [String])] {
    func cell(_ time: Duration) -> String { (time / verification / Double(changes)).fixed(2) }
    return [
      ("put", [cell(put.processor), cell(put.clock)]),
      ("published and settled, at the sender", [cell(sent.processor), cell(sent.clock)]),
      ("taken in meanwhile, at the peer", [cell(taken), cell(sent.clock)]),
    ]
  }
}

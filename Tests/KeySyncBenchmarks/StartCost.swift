import CAllocations
import KeySyncCore
import KeySyncStore

/// What it costs a node to read all heads into the index of reconciliation when it starts.
struct StartCost {
  private let keys: Int
  /// From a store that is opened already to a full index.
  private let time: Duration
  private let indexBytes: Int

  private static let runs = 3

  static let headings = [
    "Keys", "Start (verifications)", "Start (seconds)", "Index (bytes a key)",
  ]

  init(keys: Int) throws {
    self.keys = keys
    let filled = try FilledStore(keys: keys)
    var heads = RandomHeads(seed: UInt64(keys))
    let sorted = heads.next(keys).sorted()
    allocations_begin()
    let index = NegentropyIndex(sorted)
    indexBytes = withExtendedLifetime(sorted) { Int(allocations_live()) }
    let read = try Self.index(of: filled)
    precondition(read.sum == index.sum, "all heads are read")
    time = try Stopwatch.median(of: Self.runs) { _ = try Self.index(of: filled) }
  }

  func cells(verification: Duration) -> [String] {
    [
      keys.grouped, (time / verification).grouped, time.seconds.fixed(2),
      "\((indexBytes + keys - 1) / keys)",
    ]
  }

  private static func index(of filled: FilledStore) throws -> NegentropyIndex {
    var index = NegentropyIndex()
    try filled.store.read(filled.cluster) { try $0.forEachHead { index.insert($0) } }
    return index
  }
}

import CAllocations
import GRDB
import KeySyncCore
import KeySyncStore

/// What it costs a node to read all heads into the index of reconciliation when it starts.
struct StartCost {
  private let keys: Int
  /// From a store that is opened already to a full index: in the order of the store's query, and in other ways.
  private let time: Duration
  private let timeSortedHere: Duration
  private let timeUnsorted: Duration
  private let indexBytes: Int

  private static let runs = 3

  static let headings = [
    "Keys", "Start (verifications)", "Start (seconds)", "Sorted in Swift (seconds)", "Unsorted (seconds)",
    "Index (bytes a key)",
  ]

  init(keys: Int) throws {
    self.keys = keys
    let filled = try FilledStore(keys: keys)
    allocations_begin()
    let index = try Self.index(of: filled)
    indexBytes = Int(allocations_live())
    precondition(index.count == keys, "all heads are read")
    time = try Stopwatch.median(of: Self.runs) { _ = try Self.index(of: filled) }
    timeSortedHere = try Stopwatch.median(of: Self.runs) { _ = NegentropyIndex(try Self.heads(of: filled).sorted()) }
    timeUnsorted = try Stopwatch.median(of: Self.runs) { _ = NegentropyIndex(try Self.heads(of: filled)) }
  }

  func cells(verification: Duration) -> [String] {
    [
      keys.grouped, (time / verification).grouped, time.seconds.fixed(2), timeSortedHere.seconds.fixed(2),
      timeUnsorted.seconds.fixed(2), "\((indexBytes + keys - 1) / keys)",
    ]
  }

  private static func index(of filled: FilledStore) throws -> NegentropyIndex {
    var index = NegentropyIndex()
    try filled.store.read(filled.cluster) { try $0.forEachHead { index.insert($0) } }
    return index
  }

  /// The same rows in the order in which they lie in the file.
  private static func heads(of filled: FilledStore) throws -> [NegentropyItem] {
    try filled.store.read { db in
      var heads: [NegentropyItem] = []
      let sql = "SELECT record_id, last_modified FROM record WHERE +cluster = 1 AND is_head"
      let cursor = try Row.fetchCursor(db, sql: sql)
      while let row = try cursor.next() {
        guard let id = RecordID.fromDatabaseValue(row[0]), let time = WallTime.fromDatabaseValue(row[1]) else {
          throw StoreError.damaged("a head")
        }
        heads.append(NegentropyItem(lastModified: time, id: id))
      }
      return heads
    }
  }
}

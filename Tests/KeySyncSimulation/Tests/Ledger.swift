import KeySyncCore
import KeySyncStore
import KeySyncTestSupport
import Testing

@testable import KeySyncSimulation

enum StoreKind: CaseIterable {
  case memory, sqlite
}

/// A store of one kind with the rules that it is asked to decide by.
struct Ledger {
  var store: any DecidingStore
  var rules: MergeRules
  var now = WallTime(milliseconds: 1_000_000)
  private let directory: TemporaryDirectory

  init(_ kind: StoreKind) throws {
    directory = try TemporaryDirectory()
    rules = MergeRules(trust: try GeneratedHistory(seed: 1).trust(), policy: .manual, undoWindow: 1000)
    switch kind {
    case .memory: store = MemoryStore()
    case .sqlite:
      let store = try Store(path: directory.file("keysync.db"))
      self.store = SQLiteStore(store: store, cluster: try store.cluster(GeneratedHistory.cluster))
    }
  }

  /// Merges records with their data, in one batch.
  mutating func merge(_ records: [VerifiedRecord]) throws -> [Outcome] {
    try store.merge(
      records.map { IncomingChange(record: $0, sealedData: [1], sender: $0.creator) },
      under: rules,
      at: now
    )
  }

  /// Takes a step of a generated history.
  mutating func take(_ batch: GeneratedHistory.Batch) throws -> [Outcome] {
    now = now.advanced(byMilliseconds: batch.pause)
    if let trust = batch.trust {
      rules.trust = trust
      try store.recompute(batch.keys, under: rules, at: now)
    }
    try store.eraseData(at: now)
    return try store.merge(batch.changes, under: rules, at: now)
  }

  func contents(of history: GeneratedHistory) throws -> StoreContents { try store.contents(of: history.keys) }
}

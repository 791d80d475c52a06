import KeySyncStore

/// Some keys of a backup in the transaction that merges them.
struct BackupMerging {
  private let transaction: ClusterTransaction
  private let rules: MergeRules
  private let now: WallTime
  private(set) var report: BackupReport
  /// The keys as they were; nil within for those that were not known.
  private var before: [KeyID: KeyRow?] = [:]
  private var order: [KeyID] = []
  private var changedKeys: Set<KeyID> = []
  /// What was a head of each key where the backup was written.
  private var heads: [KeyID: [RecordID]] = [:]
  private var waiting: [RecordID] = []
  /// Records that nothing held named when they came, and that count for nothing by themselves.
  private var unnamed: [IncomingChange] = []

  init(_ transaction: ClusterTransaction, rules: MergeRules, at now: WallTime, _ report: BackupReport) {
    self.transaction = transaction
    self.rules = rules
    self.now = now
    self.report = report
  }

  /// Whether the key is the one that came last.
  func isMerging(_ key: KeyID) -> Bool { order.last == key }

  mutating func take(_ batch: BackupBatch) throws {
    for entry in batch.entries where before[entry.key] == nil {
      before[entry.key] = .some(try transaction.key(entry.key))
      order.append(entry.key)
    }
    for position in batch.heads where batch.entries.indices.contains(position) {
      heads[batch.entries[position].key, default: []].append(batch.entries[position].id)
    }
    let held = try transaction.held(among: batch.entries.map(\.id))
    let lacking = try Set(held.filter { try transaction.isHeadLackingData($0) })
    let changes = batch.entries.compactMap { try? $0.change.get() }
    let outcomes = try transaction.merge(changes, under: rules, at: now)
    var merged = zip(changes, outcomes).makeIterator()
    for entry in batch.entries {
      report.records += 1
      switch entry.change {
      case .failure(let refusal): count(refusal, entry.creator)
      case .success:
        guard let (change, outcome) = merged.next() else { break }
        try count(change, outcome, wasHeld: held.contains(entry.id), lackedData: lacking.contains(entry.id))
      }
    }
  }

  private mutating func count(_ change: IncomingChange, _ outcome: Outcome, wasHeld: Bool, lackedData: Bool) throws {
    if wasHeld {
      report.held += 1
      if lackedData, try !transaction.isHeadLackingData(change.record.id) { report.restoredData += 1 }
      return
    }
    switch Refusal(outcome) {
    case .waiting:
      waiting.append(change.record.id)
      addNew(change)
    case .keyMismatch, .commitmentMismatch, nil: addNew(change)
    case let refusal?:
      count(refusal, change.record.creator)
      if unnamed.count < Limits.recordsOfferedAgain { unnamed.append(change) }
    }
  }

  private mutating func addNew(_ change: IncomingChange) {
    report.new += 1
    changedKeys.insert(change.record.fields.keyID)
  }

  private mutating func count(_ refusal: Refusal, _ creator: NodeID) {
    report.refused[refusal.word, default: 0] += 1
    if refusal == .untrustedCreator { report.countUntrusted(creator) }
  }

  /// Says what has become of the keys, now that all of their records are in.
  mutating func finish() throws {
    // A void record is kept only where another one names it, which comes after it (PROTOCOL section 7.2). Children first, each is
    // named when its turn comes.
    if !waiting.isEmpty, !unnamed.isEmpty { _ = try transaction.merge(unnamed.reversed(), under: rules, at: now) }
    report.waiting += try transaction.waiting(among: waiting).count
    for key in order { try classify(key) }
  }

  private mutating func classify(_ key: KeyID) throws {
    let row = before[key] ?? nil
    guard let after = changedKeys.contains(key) ? try transaction.key(key) : row else { return }
    let isDeleted = after.winner.fields.isDelete
    if let row {
      compare(row, after)
    } else if isDeleted {
      report.addedDeletedKeys.add(key)
    } else {
      report.addedKeys.add(key)
    }
    if after.conflict != nil, row?.conflict == nil || row?.heads.map(\.id) != after.heads.map(\.id) {
      report.conflictKeys.add(key)
    }
    let now = Set(after.heads.map(\.id))
    guard row != nil, let there = heads[key], !there.isEmpty, !there.contains(where: now.contains) else { return }
    if isDeleted, after.conflict == nil, try there.contains(where: isLive) {
      report.stillDeletedKeys.add(key)
    } else if try !transaction.held(among: there).isEmpty {
      report.newerKeys.add(key)
    }
  }

  private func isLive(_ id: RecordID) throws -> Bool { try transaction.record(id)?.fields.isDelete == false }

  private mutating func compare(_ before: KeyRow, _ after: KeyRow) {
    guard before.winner.id != after.winner.id else { return }
    switch (before.winner.fields.isDelete, after.winner.fields.isDelete) {
    case (true, false): report.returnedKeys.add(after.keyID)
    case (false, true): report.deletedKeys.add(after.keyID)
    case (false, false): report.changedKeys.add(after.keyID)
    case (true, true): break
    }
  }
}

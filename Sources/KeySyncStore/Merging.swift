import GRDB
import KeySyncCore

extension ClusterTransaction {
  /// Merges changes in their order: the graph is read once, each change is put in, and what follows is written once.
  ///
  /// - Returns: the outcome of each (PROTOCOL section 7.5), now that all are in.
  package func merge(_ changes: [IncomingChange], under rules: MergeRules, at now: WallTime) throws -> [Outcome] {
    let records = changes.map(\.record)
    var merging = Merging(self, rules, now, try Neighbourhood(of: records, in: self), batch: records)
    let early = try changes.map { try merging.take($0) }
    merging.judge()
    var outcomes: [Outcome] = []
    for (change, outcome) in zip(changes, early) { outcomes.append(try outcome ?? merging.outcome(of: change)) }
    try merging.save()
    log?.append(.merged(changes, rules, now, outcomes: outcomes))
    return outcomes
  }
}

/// One batch of changes being merged in a transaction.
struct Merging {
  let transaction: ClusterTransaction
  let rules: MergeRules
  let now: WallTime
  private(set) var graph: RecordGraph
  private var keys: [KeyID: TouchedKey]
  /// In the order in which the changes came to them.
  private(set) var touched: [TouchedKey] = []
  /// The rows of new records that are kept.
  var rows: [RecordID: Int64] = [:]
  /// New records, in the order of their arrival.
  private(set) var arrived: [(change: IncomingChange, key: TouchedKey)] = []
  /// Records that were held waiting and have entered.
  private(set) var released: [RecordID] = []
  private var waitingOfSender: [NodeID: Int] = [:]
  /// The records of the batch that something held waits for, directly or through others of the batch.
  private let awaited: Set<RecordID>

  init(
    _ transaction: ClusterTransaction,
    _ rules: MergeRules,
    _ now: WallTime,
    _ held: Neighbourhood,
    batch: [VerifiedRecord]
  ) {
    awaited = Self.awaited(among: batch, by: held.graph)
    self.transaction = transaction
    self.rules = rules
    self.now = now
    graph = held.graph
    keys = held.keys
  }

  private static func awaited(among batch: [VerifiedRecord], by graph: RecordGraph) -> Set<RecordID> {
    let parents = Dictionary(batch.map { ($0.id, $0.fields.parents) }) { first, _ in first }
    var found: Set<RecordID> = []
    var next = parents.keys.filter(graph.isNamed)
    while let id = next.popLast() {
      if let parents = parents[id], found.insert(id).inserted { next += parents }
    }
    return found
  }

  // MARK: Taking one change

  /// - Returns: the outcome, where what else is in the batch has no say in it.
  mutating func take(_ change: IncomingChange) throws -> Outcome? {
    let record = change.record
    let key = touch(record.fields.keyID)
    if graph.standing(of: record.id) != nil { return try takeAgain(change, of: key) }
    if !isWelcome(record) { return Outcome(.untrustedCreator) }
    if !graph.missingParents(of: record).isEmpty, try !hasRoomToWait(change) { return Outcome(.busy) }
    let entered = graph.merge(record, under: rules.trust)
    arrived.append((change, key))
    for id in entered where id != record.id {
      released.append(id)
      if let key = graph.record(id)?.fields.keyID { _ = touch(key) }
    }
    if keepsData(of: change) { key.keepData(of: change) }
    return nil
  }

  private mutating func touch(_ id: KeyID) -> TouchedKey {
    let key = keys[id] ?? TouchedKey(id)
    if !key.isTouched {
      key.isTouched = true
      keys[id] = key
      touched.append(key)
    }
    return key
  }

  /// A record of a creator who is not trusted is void whatever it says, so it is taken only where a record that is held names it:
  /// then its edges count, and nodes that met it before its creator was revoked and after end alike (7.1, 7.2).
  private func isWelcome(_ record: VerifiedRecord) -> Bool {
    rules.trust.contains(record.creator) || graph.isNamed(record.id)
  }

  /// A record that is held can bring only the data that is missing.
  private func takeAgain(_ change: IncomingChange, of key: TouchedKey) throws -> Outcome? {
    let standing = graph.standing(of: change.record.id)
    if case .void = standing { return nil }
    guard keepsData(of: change), try isDataMissing(of: change.record) else {
      return standing == .waiting ? nil : .unchanged
    }
    key.keepData(of: change)
    return nil
  }

  /// Sees what the keys are, now that all changes are in.
  func judge() {
    for key in touched {
      key.view = KeyView(heads: graph.heads(of: key.keyID), rule: rules.policy.rule(for: key.keyID))
    }
  }

  /// 7.5.
  func outcome(of change: IncomingChange) throws -> Outcome {
    let record = change.record
    switch graph.standing(of: record.id) {
    case .void(let refusal): return Outcome(rules.trust.contains(record.creator) ? refusal : .untrustedCreator)
    case .waiting, nil: return Outcome(.waiting)
    case .entered: break
    }
    if let refusal = change.dataRefusal { return Outcome(refusal) }
    guard graph.isHead(record.id) else { return .superseded }
    if !record.fields.isDelete {
      guard change.isSelected else { return .notSelected }
      if try change.sealedData == nil && isDataMissing(of: record) { return .missingData }
    }
    return keys[record.fields.keyID]?.view?.conflict == nil ? .applied : .conflict
  }

  private func keepsData(of change: IncomingChange) -> Bool {
    guard change.isSelected else { return false }
    return switch graph.standing(of: change.record.id) {
    case .waiting: true
    case .entered: graph.isHead(change.record.id)
    case .void, nil: false
    }
  }

  private func isDataMissing(of record: VerifiedRecord) throws -> Bool {
    guard let commitment = record.fields.content.commitment else { return false }
    guard let key = keys[record.fields.keyID] else { return true }
    if key.newData[commitment] != nil { return false }
    guard let held = key.held else { return true }
    return try !transaction.holdsData(of: held.row, commitment)
  }

  /// One sender cannot make this node hold any number of records that lead nowhere (7.2). There is more room for the ancestors of
  /// what waits already: a long line of changes is fetched from its end.
  private mutating func hasRoomToWait(_ change: IncomingChange) throws -> Bool {
    guard let sender = change.sender else { return true }
    let waiting = try waitingOfSender[sender] ?? transaction.waitingCount(of: sender)
    let room = awaited.contains(change.record.id) ? Limits.waitingAncestorsPerSender : Limits.waitingPerSender
    guard waiting < room else { return false }
    waitingOfSender[sender] = waiting + 1
    return true
  }
}

import KeySyncCore
import KeySyncStore

/// The plain in-memory store: dictionaries, looked through from end to end, by the rules of `ReferenceRules`.
struct MemoryStore: DecidingStore {
  var held: [RecordID: Held] = [:]
  /// The records of each key, in the order of their arrival.
  var histories: [KeyID: [RecordID]] = [:]
  var conflicts: [KeyID: ConflictKind] = [:]
  var winners: [KeyID: RecordID] = [:]
  /// When data is erased; nil while it is wanted.
  var data: [KeyID: [Bytes32: WallTime?]] = [:]
  var detected = 0
  var resolved = 0
  private(set) var seen: [NodeID: [MessageID: WallTime]] = [:]
  private(set) var floors: [NodeID: WallTime] = [:]

  struct Held {
    let record: VerifiedRecord
    let sender: NodeID?
    var standing: RecordGraph.Standing
  }

  // MARK: Messages

  mutating func remember(_ message: MessageID, from sender: NodeID, timestamp: WallTime, at now: WallTime) -> Refusal? {
    guard (seen[sender] ?? [:]).count < Limits.seenPerSender else { return .busy }
    guard seen[sender]?[message] == nil else { return .duplicate }
    seen[sender, default: [:]][message] = timestamp
    return nil
  }

  func replayMemory(of message: MessageID, from sender: NodeID) -> ReplayMemory {
    ReplayMemory(remembersMessage: seen[sender]?[message] != nil, floor: floors[sender])
  }

  mutating func forgetSeenMessages(at now: WallTime) {
    for (sender, messages) in seen {
      let expired = messages.filter { $0.value < now.advanced(byMilliseconds: -Limits.replayMemory) }
      guard let newest = expired.values.max() else { continue }
      floors[sender] = max(floors[sender] ?? newest, newest)
      seen[sender] = messages.filter { expired[$0.key] == nil }
    }
  }

  // MARK: Records

  mutating func merge(_ changes: [IncomingChange], under rules: MergeRules, at now: WallTime) -> [Outcome] {
    var (touched, entered): (Set<KeyID>, [RecordID]) = ([], [])
    let before = Set(held.keys)
    let early = changes.map { take($0, under: rules.trust, &touched, &entered) }
    let outcomes = zip(changes, early).map { $1 ?? outcome(of: $0, under: rules.trust) }
    dropUnnamed(among: entered, written: entered.filter { before.contains($0) || isNamed($0) })
    for key in touched.sorted() { settle(key, under: rules, at: now) }
    return outcomes
  }

  mutating func recompute(_ keys: [KeyID], under rules: MergeRules, at now: WallTime) {
    for key in keys {
      for id in histories[key] ?? [] where held[id]?.standing != .waiting { judge(id, under: rules.trust) }
      settle(key, under: rules, at: now)
    }
  }

  private mutating func take(
    _ change: IncomingChange,
    under trust: Trust,
    _ touched: inout Set<KeyID>,
    _ entered: inout [RecordID]
  ) -> Outcome? {
    let record = change.record
    touched.insert(record.fields.keyID)
    let isKnown = held[record.id] != nil
    if !isKnown {
      guard trust.contains(record.creator) || isNamed(record.id) else { return Outcome(.untrustedCreator) }
      guard hasEntered(parentsOf: record) || hasRoomToWait(change) else { return Outcome(.busy) }
      held[record.id] = Held(record: record, sender: change.sender, standing: .waiting)
      histories[record.fields.keyID, default: []].append(record.id)
      for id in enter(under: trust) {
        entered.append(id)
        if let key = held[id]?.record.fields.keyID { touched.insert(key) }
      }
    }
    if case .void = held[record.id]?.standing { return nil }
    let isWaiting = held[record.id]?.standing == .waiting
    let isKept = change.isSelected && (isWaiting || isHead(record))
    if isKnown, !isWaiting, !isKept || !isDataMissing(of: record) { return .unchanged }
    if isKept, change.sealedData != nil, isDataMissing(of: record), let commitment = record.fields.content.commitment {
      data[record.fields.keyID, default: [:]][commitment] = .some(nil)
    }
    return nil
  }

  private func outcome(of change: IncomingChange, under trust: Trust) -> Outcome {
    let record = change.record
    switch held[record.id]?.standing {
    case .waiting, nil: return Outcome(.waiting)
    case .void(let refusal): return Outcome(trust.contains(record.creator) ? refusal : .untrustedCreator)
    case .entered: break
    }
    if let refusal = change.dataRefusal { return Outcome(refusal) }
    if !isHead(record) { return .superseded }
    if !record.fields.isDelete, !change.isSelected { return .notSelected }
    if !record.fields.isDelete, change.sealedData == nil, isDataMissing(of: record) { return .missingData }
    return ReferenceRules.conflict(of: heads(of: record.fields.keyID)) == nil ? .applied : .conflict
  }

  /// Lets all records enter that can, each after its parents.
  private mutating func enter(under trust: Trust) -> [RecordID] {
    var entered: [RecordID] = []
    while let next = held.values.filter({ $0.standing == .waiting && hasEntered(parentsOf: $0.record) }).first?.record {
      judge(next.id, under: trust)
      entered.append(next.id)
    }
    return entered
  }

  private mutating func judge(_ id: RecordID, under trust: Trust) {
    guard let record = held[id]?.record else { return }
    let parents = record.fields.parents.compactMap { held[$0]?.record }
    let refusal = ReferenceRules.refusal(of: record, against: parents, under: trust)
    held[id]?.standing = refusal.map { .void($0) } ?? .entered
  }

  /// A void record is kept only while a kept record names it (7.2). One that nothing names when it comes is not written and changes
  /// nothing; when one goes that was written, those it names may follow.
  private mutating func dropUnnamed(among entered: [RecordID], written: [RecordID]) {
    var (candidates, written) = (Set(entered), Set(written))
    while let id = candidates.first(where: { isVoid($0) && !isNamed($0) }),
      let record = held.removeValue(forKey: id)?.record
    {
      histories[record.fields.keyID]?.removeAll { $0 == id }
      guard written.contains(id) else { continue }
      candidates.formUnion(record.fields.parents)
      written.formUnion(record.fields.parents)
    }
  }

  private func isVoid(_ id: RecordID) -> Bool {
    if case .void = held[id]?.standing { true } else { false }
  }
}

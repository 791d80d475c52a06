import KeySyncCore
import KeySyncStore

/// What the records held make of keys and their data.
extension MemoryStore {
  mutating func settle(_ key: KeyID, under rules: MergeRules, at now: WallTime) {
    let (heads, rule) = (heads(of: key), rules.policy.rule(for: key))
    let (before, after) = (conflicts[key], ReferenceRules.conflict(of: heads))
    if before == nil, after != nil { detected += 1 }
    let isManual = rule.strategy == .manual
    if isManual ? (before != nil && after == nil) : (before == nil && after != nil) { resolved += 1 }
    conflicts[key] = after
    winners[key] = ReferenceRules.winner(of: heads, by: rule)?.id
    scheduleErasure(of: key, heads, undoWindow: rules.undoWindow, at: now)
  }

  private mutating func scheduleErasure(
    of key: KeyID,
    _ heads: [VerifiedRecord],
    undoWindow: Int64,
    at now: WallTime
  ) {
    let isErased =
      !heads.isEmpty && heads.allSatisfy(\.fields.isDelete)
      && heads.contains { $0.fields.content.attributes[KeyContent.eraseAttribute] == .flag(true) }
    let eraseAfter = isErased ? now : now.advanced(byMilliseconds: undoWindow)
    let waiting = (histories[key] ?? []).compactMap { held[$0] }.filter { $0.standing == .waiting }.map(\.record)
    let wanted = Set((heads + waiting).compactMap(\.fields.content.commitment))
    for (commitment, due) in data[key] ?? [:] {
      data[key]?[commitment] = wanted.contains(commitment) ? .some(nil) : .some(min(due ?? eraseAfter, eraseAfter))
    }
    if isErased || undoWindow == 0 { eraseData(at: now) }
  }

  mutating func eraseData(at now: WallTime) {
    for (key, rows) in data {
      let left = rows.filter { row in row.value.map { $0 > now } ?? true }
      data[key] = left.isEmpty ? nil : left
    }
  }

  func heads(of key: KeyID) -> [VerifiedRecord] {
    let live = (histories[key] ?? []).compactMap { held[$0] }.filter { $0.standing == .entered }.map(\.record)
    return ReferenceRules.heads(among: live) { held[$0]?.record }
  }

  func isHead(_ record: VerifiedRecord) -> Bool {
    heads(of: record.fields.keyID).contains { $0.id == record.id }
  }

  func isNamed(_ id: RecordID) -> Bool { held.values.contains { $0.record.fields.parents.contains(id) } }

  func hasEntered(parentsOf record: VerifiedRecord) -> Bool {
    record.fields.parents.allSatisfy { held[$0].map { $0.standing != .waiting } ?? false }
  }

  func hasRoomToWait(_ change: IncomingChange) -> Bool {
    guard let sender = change.sender else { return true }
    let room = isNamed(change.record.id) ? Limits.waitingAncestorsPerSender : Limits.waitingPerSender
    return held.values.count { $0.sender == sender && $0.standing == .waiting } < room
  }

  func isDataMissing(of record: VerifiedRecord) -> Bool {
    guard let commitment = record.fields.content.commitment else { return false }
    return data[record.fields.keyID]?[commitment] == nil
  }

  func contents(of keys: [KeyID]) -> StoreContents {
    var contents = StoreContents()
    for key in keys {
      for id in histories[key] ?? [] { contents.standings[id] = held[id]?.standing }
      let heads = heads(of: key).map(\.id)
      for head in heads { contents.headSum.add(head) }
      contents.heads[key] = heads.isEmpty ? nil : heads
    }
    contents.winners = winners
    contents.conflicts = conflicts
    contents.data = data.mapValues { $0.mapValues { $0?.milliseconds } }
    contents.conflictsDetected = detected
    contents.conflictsResolved = resolved
    contents.seen = seen.mapValues { $0.mapValues(\.milliseconds) }.filter { !$0.value.isEmpty }
    contents.floors = floors.mapValues(\.milliseconds)
    return contents
  }
}

import KeySyncCore

// What follows from a batch is written once all of it is in.
extension Merging {
  mutating func save() throws {
    try assignRows()
    for key in touched { try write(key) }
    for (change, key) in arrived { try insert(change, of: key) }
    for id in released {
      try transaction.release(id, standing: graph.standing(of: id), foreign: graph.foreignParents(of: id))
    }
    try dropUnnamed()
    let changes = touched.flatMap { HeadChange.changes(from: $0.headsBefore, to: graph.heads(of: $0.keyID)) }
    try transaction.apply(changes) { [rows] in rows[$0] != nil }
    for key in touched { try scheduleErasure(in: key) }
  }

  /// A key names the record that wins, and records name their key: each is written once, as the rows of both are known before.
  private mutating func assignRows() throws {
    var (lastKey, lastRecord) = (try transaction.lastRow(of: "key"), try transaction.lastRow(of: "record"))
    for (change, key) in arrived where isKept(change.record) {
      lastRecord += 1
      rows[change.record.id] = lastRecord
      if key.held == nil {
        lastKey += 1
        key.held = HeldKey(new: key.keyID, row: lastKey)
      }
    }
  }

  private func write(_ key: TouchedKey) throws {
    guard let held = key.held else { return }
    let winner = try key.view.flatMap { try rows[$0.winner.id] ?? transaction.recordRow($0.winner.id) }
    try transaction.write(held, as: key.view, winner: winner, under: rules.policy.rule(for: key.keyID))
    for (commitment, sealed) in key.newData { try transaction.keep(sealed, commitment, of: held) }
  }

  private func scheduleErasure(in key: TouchedKey) throws {
    guard let held = key.held else { return }
    let heads = key.view?.heads ?? []
    // Mostly a new key has one head, and its data is all there is.
    let wanted = heads.lazy.compactMap { $0.fields.content.commitment }
    if held.isNew, !heads.isEmpty, key.newData.keys.allSatisfy(wanted.contains) { return }
    try transaction.scheduleErasure(of: held, heads: heads, undoWindow: rules.undoWindow, at: now)
  }

  /// A void record is kept only while a kept record names it (7.2): when one goes that was written, the void ones it names may
  /// follow.
  private func dropUnnamed() throws {
    var candidates = arrived.map(\.change.record.id) + released
    while let id = candidates.popLast() {
      guard case .void = graph.standing(of: id), let record = graph.record(id) else { continue }
      if try transaction.dropUnlessNamed(id) { candidates += record.fields.parents }
    }
  }

  private func insert(_ change: IncomingChange, of key: TouchedKey) throws {
    let record = change.record
    guard let row = rows[record.id], let held = key.held, let standing = graph.standing(of: record.id) else { return }
    try transaction.insert(
      record,
      at: row,
      standing,
      isHead: graph.isHead(record.id),
      of: held,
      sender: change.sender,
      receivedAt: now,
      missing: graph.missingParents(of: record),
      foreign: graph.foreignParents(of: record.id)
    )
  }

  /// A void record that nothing names is not even written.
  private func isKept(_ record: VerifiedRecord) -> Bool {
    guard case .void = graph.standing(of: record.id) else { return true }
    return graph.isNamed(record.id)
  }
}

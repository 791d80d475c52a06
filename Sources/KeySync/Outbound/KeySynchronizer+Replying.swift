import KeySyncStore

extension KeySynchronizer {
  /// The messages that a reply consists of.
  package func messages(for reply: Reply) throws -> [OutgoingMessage] {
    let now = now()
    switch reply {
    case .receipt(let entries, let recipient):
      return [object(.receipt(Receipt(entries: entries)), to: recipient, at: now)]
    case .fetch(let ids, let peer):
      return Fetch(ids).map { [object(.fetch($0), to: peer, at: now)] } ?? []
    case .records(let ids, let fetch, let asker):
      return try answer(ids, of: fetch, to: asker, at: now)
    }
  }

  /// Parents that records wait for, asked of whoever sent one of these.
  package func fetchesOfMissingParents() throws -> [Reply] {
    let missing = try node.store.read(handle) { try $0.missingParents(limit: Limits.idsPerFetch) }
    let trusted = try peers().filter { !$0.isSelf }.map(\.node)
    let bySender = Dictionary(grouping: missing) { $0.sender }
    return trusted.compactMap { peer in
      bySender[peer].map { .fetch($0.map(\.parent), from: peer) }
    }
  }

  /// The records asked for, with ancestors while they fit, parents first, sealed to the asker alone; last a receipt with one
  /// outcome for each id (PROTOCOL section 8).
  private func answer(
    _ ids: [RecordID],
    of fetch: MessageID,
    to asker: NodeID,
    at now: WallTime
  ) throws -> [OutgoingMessage] {
    let (changes, held) = try node.store.read(handle) { transaction in
      guard try transaction.trust().contains(asker) else { return ([Change](), Set<RecordID>()) }
      let records = try transaction.recordsWithAncestors(ids, limit: Limits.changesPerMessage)
      return (
        try records.map { try change($0, sealedData: try readableData(of: $0, for: asker, transaction, at: now)) },
        Set(records.map(\.id))
      )
    }
    let size = { (change: Change) in change.record.count + (change.data?.bytes.count ?? 0) }
    let answers = try Packing.messages(of: changes, readers: 1, size: size).map {
      try message($0, id: .random(), to: .inbox(asker), readers: [asker], at: now)
    }
    let closing = Receipt.Entry(
      messageID: fetch,
      outcome: .applied,
      changes: ids.map { held.contains($0) ? .applied : .notHeld }
    )
    return answers + [object(.receipt(Receipt(entries: [closing])), to: asker, at: now)]
  }

  /// Data of a live head, where the asker may read the key.
  private func readableData(
    of record: VerifiedRecord,
    for asker: NodeID,
    _ transaction: ClusterTransaction,
    at now: WallTime
  ) throws -> [UInt8]? {
    let fields = record.fields
    guard let commitment = fields.content.commitment,
      try transaction.trust().permits(.read, by: asker, on: fields.keyID, at: now),
      try transaction.heads(of: fields.keyID).contains(where: { $0.id == record.id })
    else { return nil }
    return try transaction.sealedData(of: fields.keyID, commitment)
  }
}

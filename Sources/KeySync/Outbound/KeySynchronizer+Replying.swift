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

  /// Parents that records wait for: every other time asked of whoever sent such a record, and in between of the other peers by
  /// turns, as the sender may not have them or be gone (PROTOCOL section 7.2).
  package func fetchesOfMissingParents() throws -> [Reply] {
    let now = now()
    return try node.store.read(handle) { transaction in
      let peers = try transaction.trust().nodes.filter { $0 != node.nodeID }.sorted()
      var asked: [NodeID: [RecordID]] = [:]
      for missing in try transaction.missingParents(limit: Limits.waitingPerSender) {
        let turn = Int(max(0, now.milliseconds - missing.since.milliseconds) / Self.fetchPatience)
        let others = peers.filter { $0 != missing.sender }
        let asksSender = peers.contains(missing.sender) && (turn.isMultiple(of: 2) || others.isEmpty)
        guard let peer = asksSender ? missing.sender : others.isEmpty ? nil : others[turn / 2 % others.count],
          asked[peer, default: []].count < Limits.idsPerFetch
        else { continue }
        asked[peer, default: []].append(missing.id)
      }
      return asked.sorted { $0.key < $1.key }.map { .fetch($0.value, from: $0.key) }
    }
  }

  /// How long a peer has to send a parent before the next one is asked, in milliseconds.
  private static let fetchPatience: Int64 = 30_000

  /// The records asked for, with ancestors while they fit, parents first, sealed to the asker alone; last a receipt with one
  /// outcome for each id (PROTOCOL section 8).
  private func answer(
    _ ids: [RecordID],
    of fetch: MessageID,
    to asker: NodeID,
    at now: WallTime
  ) throws -> [OutgoingMessage] {
    let (changes, held) = try node.store.read(handle) { transaction in
      let trust = try transaction.trust()
      guard trust.contains(asker) else { return ([Change](), Set<RecordID>()) }
      let records = try transaction.recordsWithAncestors(ids, limit: Limits.changesPerMessage)
      let changes = try records.map { record in
        let mayRead = trust.permits(.read, by: asker, on: record.fields.keyID, at: now)
        return try change(record, sealedData: mayRead ? try transaction.servedData(of: record) : nil)
      }
      return (changes, Set(records.map(\.id)))
    }
    let size = { (change: Change) in change.record.count + (change.data?.bytes.count ?? 0) }
    let answers = try Packing.messages(of: changes, readers: 1, size: size).map {
      try message($0, id: .random(from: node.randomness), to: .inbox(asker), readers: [asker], at: now)
    }
    let closing = Receipt.Entry(
      messageID: fetch,
      outcome: .applied,
      changes: ids.map { held.contains($0) ? .applied : .notHeld }
    )
    return answers + [object(.receipt(Receipt(entries: [closing])), to: asker, at: now)]
  }
}

extension ClusterTransaction {
  /// Asks a sender for the parents that its records wait for, or for those alone that none waited for before; nil for none.
  func fetchOfMissingParents(from sender: NodeID, since: WallTime = WallTime(milliseconds: 0)) throws -> Reply? {
    let parents = try missingParents(ofRecordsFrom: sender, since: since)
    return parents.isEmpty ? nil : .fetch(parents, from: sender)
  }
}

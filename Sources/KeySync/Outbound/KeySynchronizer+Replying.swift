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
  /// outcome for each id (PROTOCOL section 8). What does not fit in one answer, and the whole of a fetch that comes too soon, is
  /// `busy`: to be asked for again.
  private func answer(
    _ ids: [RecordID],
    of fetch: MessageID,
    to asker: NodeID,
    at now: WallTime
  ) throws -> [OutgoingMessage] {
    guard fetchAllowance.take(from: asker, at: now) else {
      return [
        object(.receipt(Receipt(entries: [.init(messageID: fetch, outcome: Outcome(.busy))])), to: asker, at: now)
      ]
    }
    let (changes, sent, held) = try node.store.read(handle) { transaction in
      guard try transaction.trust().contains(asker) else { return ([Change](), Set<RecordID>(), Set<RecordID>()) }
      let records = try transaction.recordsWithAncestors(ids, limit: Limits.changesPerMessage)
      let held = Set(records.map(\.id))
      let changes = try self.changes(records, for: asker, in: transaction, at: now)
      var room = Limits.fetchAnswerBytes
      let fitting = zip(records, changes).enumerated().filter { place, pair in
        room -= pair.1.packedBytes
        return room >= 0 || place == 0
      }.map(\.element).sorted { ($0.0.fields.version, $0.0.id) < ($1.0.fields.version, $1.0.id) }
      return (fitting.map(\.1), Set(fitting.map(\.0.id)), held)
    }
    let answers = try Packing.messages(of: changes, readers: 1, size: \.packedBytes).map {
      try message($0, id: .random(from: node.randomness), to: .inbox(asker), readers: [asker], at: now)
    }
    reconciler.note([.served(sent.sorted(), to: asker)])
    let closing = Receipt.Entry(
      messageID: fetch,
      outcome: .applied,
      changes: ids.map { sent.contains($0) ? .applied : held.contains($0) ? Outcome(.busy) : .notHeld }
    )
    return answers + [object(.receipt(Receipt(entries: [closing])), to: asker, at: now)]
  }

  /// Records as they travel to one peer: with their data where they are heads and the peer may read it.
  func changes(
    _ records: [VerifiedRecord],
    for peer: NodeID,
    in transaction: ClusterTransaction,
    at now: WallTime
  ) throws -> [Change] {
    let trust = try transaction.trust()
    return try records.map { record in
      let mayRead = trust.permits(.read, by: peer, on: record.fields.keyID, at: now)
      return try change(record, sealedData: mayRead ? try transaction.servedData(of: record) : nil)
    }
  }
}

extension Change {
  /// What it takes up in a message, but for what every change does.
  var packedBytes: Int { record.count + (data?.bytes.count ?? 0) }
}

extension ClusterTransaction {
  /// Asks a sender for the parents that its records wait for, or for those alone that none waited for before.
  func fetchesOfMissingParents(from sender: NodeID, since: WallTime = WallTime(milliseconds: 0)) throws -> [Reply] {
    try missingParents(ofRecordsFrom: sender, since: since, limit: Limits.waitingPerSender)
      .chunks(of: Limits.idsPerFetch).map { .fetch($0, from: sender) }
  }
}

import KeySyncStore

extension KeySynchronizer {
  /// The keys that match a pattern, sorted by id; with tombstones only where asked for.
  public func keys(matching pattern: KeyPattern? = nil, includingDeleted: Bool = false) throws -> [KeySummary] {
    try keys(matching: pattern, includingDeleted: includingDeleted) { $0 }
  }

  /// What a function makes of each of these keys, in the same order: for what shall be quick with a hundred thousand keys.
  ///
  /// - Parameter transform: gives one value for each key of a page, in their order. Several pages are transformed at the same
  ///   time, while others are read.
  public func keys<Value: Sendable>(
    matching pattern: KeyPattern? = nil,
    includingDeleted: Bool = false,
    inPages transform: @escaping @Sendable ([KeySummary]) -> [Value]
  ) throws -> [Value] {
    let pages = try node.store.read(handle) { transaction in
      let peers = try peerState(transaction)
      let pages = ConcurrentPages { (page: [EncodedKey]) in
        let keys = try self.summaries(of: page, peers, matching: pattern, includingDeleted: includingDeleted)
        return (ids: keys.map(\.keyID), values: transform(keys))
      }
      try transaction.forEachPageOfKeys(beginningWith: pattern?.prefix ?? "", pages.add)
      return try pages.results()
    }
    let (ids, values) = (pages.flatMap(\.ids), pages.flatMap(\.values))
    // Pages that are sorted already are merged with a third of the comparisons.
    return ids.indices.sorted { ids[$0] < ids[$1] }.map { values[$0] }
  }

  /// Those of a page that are asked for, sorted by id.
  private func summaries(
    of page: [EncodedKey],
    _ peers: PeerState,
    matching pattern: KeyPattern?,
    includingDeleted: Bool
  ) throws -> [KeySummary] {
    try page.indices.sorted { page[$0].keyID < page[$1].keyID }.compactMap { index in
      let key = page[index]
      guard pattern?.matches(key.keyID) ?? true else { return nil }
      let summary = summary(of: try key.decoded(), peers)
      return summary.isLive || includingDeleted ? summary : nil
    }
  }

  /// One key; nil when there was never one, or all that is known of it waits. A deleted key is given as its tombstone.
  public func key(_ key: KeyID) throws -> KeySummary? {
    try node.store.read(handle) { transaction in
      let peers = try peerState(transaction)
      return try transaction.key(key).map { summary(of: $0, peers) }
    }
  }

  /// The data of a key's winning record; never that of an older one.
  ///
  /// - Throws: `KeySyncError.unknownKey`, `.dataMissing`, `.notSelected`.
  public func data(of key: KeyID) throws -> [UInt8] {
    try node.store.read(handle) { try served(key, in: $0).data }
  }

  /// The public half of a key's winning record, 32 bytes: that of `Ed25519` and `X25519` keys.
  ///
  /// - Throws: `KeySyncError.unknownKey`, `.dataMissing`, `.notSelected`, `.noPublicKey`.
  public func publicKey(of key: KeyID) throws -> [UInt8] {
    try node.store.read(handle) { transaction in
      let (data, algorithm) = try served(key, in: transaction)
      guard let publicKey = try publicKey(in: data, algorithm) else { throw KeySyncError.noPublicKey(key) }
      return publicKey
    }
  }

  private func served(_ key: KeyID, in transaction: ClusterTransaction) throws
    -> (data: [UInt8], algorithm: CryptoAlgorithm)
  {
    guard let content = try transaction.key(key)?.winner.fields.content, let commitment = content.commitment else {
      throw KeySyncError.unknownKey(key)
    }
    guard let sealed = try transaction.sealedData(of: key, commitment) else {
      throw options.selection.selects(key) ? KeySyncError.dataMissing(key) : .notSelected(key)
    }
    return (try unseal(sealed, of: key, commitment).bytes, content.algorithm)
  }

  func summary(of key: KeyID, in transaction: ClusterTransaction) throws -> KeySummary {
    guard let row = try transaction.key(key) else { throw KeySyncError.unknownKey(key) }
    return summary(of: row, try peerState(transaction))
  }

  func summary(of row: KeyRow, _ peers: PeerState) -> KeySummary {
    let fields = row.winner.fields
    let installed = peers.all.count { row.isInstalled(at: $0, peers) }
    return KeySummary(
      keyID: row.keyID,
      version: fields.version,
      operation: fields.operation,
      status: status(of: row, installed: installed, peers),
      algorithm: fields.content.algorithm,
      lastModified: fields.lastModified,
      creator: row.winner.creator,
      recordID: row.winner.id,
      heads: row.heads.map(\.id),
      attributes: fields.content.attributes,
      publicKeyHash: fields.content.publicKeyHash,
      hasData: row.hasData,
      peersInstalled: installed,
      peersTotal: peers.all.count
    )
  }

  /// - Parameter installed: how many of the peers have the winning record.
  private func status(of row: KeyRow, installed: Int, _ peers: PeerState) -> KeySyncStatus {
    if let conflict = row.conflict, options.policy.rule(for: row.keyID).strategy == .manual {
      return .conflict(reason: conflict.rawValue)
    }
    if let failure = row.failure(at: peers.all) { return .failed(reason: failure.word) }
    if let topic = row.closedTopic { return .failed(reason: "closed-topic \(topic)") }
    // What was received is spread by whoever made it.
    if peers.all.isEmpty || row.sender != nil { return .synchronized }
    if installed > 0, peers.active.allSatisfy({ row.isInstalled(at: $0, peers) }) { return .synchronized }
    // What is not in the queue is spread by reconciliation.
    return row.attempts == 0 ? .pending : .synchronizing
  }
}

/// The other nodes of the cluster.
struct PeerState {
  let all: Set<NodeID>
  /// Those heard within ten minutes.
  let active: Set<NodeID>
  /// Those heard before, but not for ten minutes.
  let silent: Set<NodeID>
  /// The last row of the table `record` that each is known to have, as it announced the same heads.
  let agreements: [NodeID: Int64]
}

extension KeyRow {
  /// Whether a peer is known to have the winning record.
  fileprivate func isInstalled(at peer: NodeID, _ peers: PeerState) -> Bool {
    if peer == sender || peer == winner.creator { return true }
    let answer = answers.first { $0.peer == peer }?.outcome
    if let answer, answer.isInstalled || answer.isRefusal { return answer.isInstalled }
    return peers.agreements[peer].map { $0 >= row } ?? false
  }

  /// What a peer refused the winning record with for good; the first one, where several did.
  fileprivate func failure(at peers: Set<NodeID>) -> Outcome? {
    answers.first { $0.outcome.isRefusal && peers.contains($0.peer) }?.outcome
  }
}

extension Outcome {
  /// Whether the record was refused for good.
  fileprivate var isRefusal: Bool { !isInstalled && !isWorthRetrying }
}

extension KeySynchronizer {
  func peerState(_ transaction: ClusterTransaction) throws -> PeerState {
    let others = Set(try transaction.trust().nodes).subtracting([node.nodeID])
    let since = now().advanced(byMilliseconds: -Self.activity)
    let lastHeard = try transaction.lastHeard().filter { others.contains($0.key) }
    let active = Set(lastHeard.filter { $0.value >= since }.keys)
    return PeerState(
      all: others,
      active: active,
      silent: Set(lastHeard.keys).subtracting(active),
      agreements: try transaction.agreements()
    )
  }
}

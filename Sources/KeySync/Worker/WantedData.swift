import KeySyncStore

/// What is asked of whom next.
struct WantedData {
  /// Changes asked for between two looks at all keys.
  private static let limit = 65_536
  private static let peersAsked = 4
  /// How long a peer has to answer before the next one is asked.
  static let patience = Duration.seconds(30)
  static let pause = Duration.seconds(3600)

  /// A head whose data is wanted, and the peers that are still to be asked for it.
  private struct Question {
    let id: RecordID
    var peers: ArraySlice<NodeID>
    var notBefore: ContinuousClock.Instant
  }

  private var questions: [Question] = []
  private var nextLook: ContinuousClock.Instant?

  /// One fetch for each peer whose turn it is.
  mutating func fetches(for synchronizer: KeySynchronizer, at now: ContinuousClock.Instant) throws -> [Reply] {
    if nextLook.map({ now >= $0 }) ?? true {
      questions = try synchronizer.headsLackingData(limit: Self.limit).map { id, peers in
        Question(id: id, peers: peers.prefix(Self.peersAsked), notBefore: now)
      }
      nextLook = now + Self.pause
    }
    var asked: [NodeID: Set<RecordID>] = [:]
    for question in questions where question.notBefore <= now {
      guard let peer = question.peers.first, asked[peer, default: []].count < Limits.idsPerFetch else { continue }
      asked[peer, default: []].insert(question.id)
    }
    let chosen = asked.values.reduce(into: Set()) { $0.formUnion($1) }
    let lacking = try synchronizer.headsLackingData(among: chosen)
    questions = questions.compactMap { question in
      guard chosen.contains(question.id) else { return question.peers.isEmpty ? nil : question }
      guard lacking.contains(question.id) else { return nil }
      return Question(id: question.id, peers: question.peers.dropFirst(), notBefore: now + Self.patience)
    }
    return asked.mapValues { $0.intersection(lacking).sorted() }.filter { !$0.value.isEmpty }
      .sorted { $0.key < $1.key }.map { .fetch($0.value, from: $0.key) }
  }
}

extension KeySynchronizer {
  /// The live heads whose data is to be kept here and is not held, and the peers that may have it: who sent it first, then who
  /// made it, then the others.
  fileprivate func headsLackingData(limit: Int) throws -> [(id: RecordID, peers: [NodeID])] {
    let now = now()
    return try node.store.read(handle) { transaction in
      let trust = try transaction.trust()
      let others = Set(trust.nodes).subtracting([node.nodeID])
      var found: [(id: RecordID, peers: [NodeID])] = []
      try transaction.forEachHeadLackingData { record, sender in
        let key = record.fields.keyID
        guard options.selection.selects(key), trust.permits(.read, by: node.nodeID, on: key, at: now) else {
          return true
        }
        let likely = [sender, record.creator].compactMap { $0 }.filter(others.contains)
        let first = likely.reduce(into: [NodeID]()) { if !$0.contains($1) { $0.append($1) } }
        found.append((record.id, first + others.subtracting(likely).sorted()))
        return found.count < limit
      }
      return found
    }
  }

  /// Which of these are still heads without their data.
  fileprivate func headsLackingData(among ids: Set<RecordID>) throws -> Set<RecordID> {
    try node.store.read(handle) { transaction in
      try ids.filter { try transaction.isHeadLackingData($0) }
    }
  }
}

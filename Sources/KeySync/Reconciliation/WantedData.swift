import KeySyncStore

/// What is asked of whom next.
struct WantedData {
  /// Changes asked for between two looks at all keys.
  private static let limit = 65_536
  private static let peersAsked = 4
  /// How long a peer has to answer before the next one is asked.
  static let patience: Int64 = 30_000
  /// The pause between two looks at all keys, and the one after which a record that came without its data makes up for another
  /// look; in milliseconds.
  static let pause: Int64 = 3_600_000
  static let shortPause: Int64 = 30_000

  /// A head whose data is wanted, and the peers that are still to be asked for it.
  private struct Question {
    let id: RecordID
    var peers: ArraySlice<NodeID>
    var notBefore: WallTime
  }

  private var questions: [Question] = []
  /// The changes that were asked for since all of them were.
  private var known: Set<RecordID> = []
  private var nextLook: WallTime?
  /// When to look for changes that are lacked since the last look; nil where none is.
  private var nextGlance: WallTime?
  private var cameWithoutData: Int?

  /// How many changes have come without their data so far, to whichever worker of the node: if more than before, it is looked
  /// again soon.
  mutating func note(cameWithoutData count: Int, at now: WallTime) {
    if let before = cameWithoutData, count > before {
      nextGlance = nextGlance ?? now.advanced(byMilliseconds: Self.shortPause)
    }
    cameWithoutData = count
  }

  /// One fetch for each peer whose turn it is.
  mutating func fetches(for synchronizer: KeySynchronizer, at now: WallTime) throws -> [Reply] {
    try look(synchronizer, at: now)
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
      return Question(
        id: question.id,
        peers: question.peers.dropFirst(),
        notBefore: now.advanced(byMilliseconds: Self.patience)
      )
    }
    return asked.mapValues { $0.intersection(lacking).sorted() }.filter { !$0.value.isEmpty }
      .sorted { $0.key < $1.key }.map { .fetch($0.value, from: $0.key) }
  }

  /// Looks at all keys: for everything that is lacked, or for what was not asked for yet.
  private mutating func look(_ synchronizer: KeySynchronizer, at now: WallTime) throws {
    let isDue = nextLook.map { now >= $0 || $0.milliseconds - now.milliseconds > Self.pause } ?? true
    guard isDue || nextGlance.map({ now >= $0 }) ?? false else { return }
    if isDue {
      (questions, known) = ([], [])
      nextLook = now.advanced(byMilliseconds: Self.pause)
    }
    nextGlance = nil
    for (id, peers) in try synchronizer.headsLackingData(limit: Self.limit) where known.insert(id).inserted {
      questions.append(Question(id: id, peers: peers.prefix(Self.peersAsked), notBefore: now))
    }
  }
}

extension KeySynchronizer {
  /// Asks for data that is kept here and not held.
  package func fetchesOfWantedData() throws -> [Reply] {
    let now = now()
    return try wantedData.withLock { wanted in
      wanted.note(cameWithoutData: try countOfChangesWithoutData(), at: now)
      return try wanted.fetches(for: self, at: now)
    }
  }

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

  private func countOfChangesWithoutData() throws -> Int {
    try node.store.read(handle) { try $0.counter(CountedEvent.change(.missingData).name) }
  }

  /// Which of these are still heads without their data.
  fileprivate func headsLackingData(among ids: Set<RecordID>) throws -> Set<RecordID> {
    try node.store.read(handle) { transaction in
      try ids.filter { try transaction.isHeadLackingData($0) }
    }
  }
}

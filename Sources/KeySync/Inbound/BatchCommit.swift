import KeySyncBroker
import KeySyncStore

/// One batch in the transaction that makes it durable.
struct BatchCommit {
  private let transaction: ClusterTransaction
  private let rules: MergeRules
  private let node: NodeID
  private let cryptography: any Cryptography
  private let now: WallTime
  private var counts = EventCounts()
  private var changes: [IncomingChange] = []
  private var answers: [Answer] = []
  private var answeredRows: [Int64] = []
  private var replies: [Reply] = []
  private var refused: [DeadLetter] = []
  /// When the messages with changes were sent, by their senders' clocks, and the changes queued that are settled now.
  private(set) var times: (sent: [WallTime], settled: [WallTime]) = ([], [])
  /// What reconciliation is told once this is committed.
  private(set) var events: [ReconciliationEvent] = []

  /// What a sender is to be told of one message, once the changes have been merged.
  private struct Answer {
    let sender: NodeID
    let messageID: MessageID
    let outcome: Outcome
    /// For each change, its place among the batch's changes, or why it is not among them.
    var changes: [(id: RecordID?, place: Result<Int, Refusal>)] = []
  }

  init(
    _ transaction: ClusterTransaction,
    rules: MergeRules,
    node: NodeID,
    cryptography: any Cryptography,
    at now: WallTime
  ) {
    self.transaction = transaction
    self.rules = rules
    self.node = node
    self.cryptography = cryptography
    self.now = now
  }

  mutating func take(_ proofs: [Proof], of deliveries: [Delivery]) throws {
    var replays = try transaction.remember(proofs.compactMap(\.remembered), at: now).makeIterator()
    for (delivery, proof) in zip(deliveries, proofs) {
      switch proof {
      case .ignored: break
      case .unauthenticated(let refusal):
        counts.add(.received)
        refuse(delivery, refusal, from: nil)
      case .authentic(let message):
        if case .success(.announcement(let announcement)) = message.content {
          try hear(announcement, message)
        } else if let refusal = replays.next() ?? nil {
          counts.add(.received)
          try refuse(message, refusal, delivery)
        } else {
          counts.add(.received)
          try process(message, delivery)
        }
      }
    }
  }

  /// Of one node only the newest announcement counts; others are ignored uncounted (PROTOCOL section 8). One that has started
  /// anew, or is heard for the first time, is sent at once what it has not answered for.
  private mutating func hear(_ announcement: Announcement, _ message: AuthenticMessage) throws {
    let bootID = try transaction.announcements()[message.sender]?.announcement.bootID
    guard
      try transaction.take(announcement, from: message.sender, timestamp: message.header.timestamp, at: now)
    else { return }
    counts.add(.received)
    if bootID != announcement.bootID { try transaction.hurryOutbox(for: message.sender, at: now) }
    if try transaction.headSum().fingerprint(by: cryptography) == announcement.fingerprint {
      answeredRows += try transaction.noteAgreement(
        with: message.sender,
        upTo: try transaction.lastRecordRow(),
        at: now
      )
    }
    events.append(.announced(fingerprint: announcement.fingerprint, by: message.sender))
  }

  private mutating func process(_ message: AuthenticMessage, _ delivery: Delivery) throws {
    switch message.content {
    case .failure(let refusal): try refuse(message, refusal, delivery)
    case .success(.changes(let changes)): collect(changes, of: message)
    case .success(.receipt(let receipt)):
      let rows = try transaction.take(receipt, from: message.sender, under: rules.trust, at: now)
      answeredRows += rows
      events.append(.confirmed(receipt.entries, by: message.sender))
      let refused = try transaction.refusals(of: rows, by: message.sender)
      if !refused.isEmpty { events.append(.refused(refused, by: message.sender)) }
    case .success(.fetch(let fetch)):
      replies.append(.records(fetch.ids, answering: message.header.messageID, to: message.sender))
    case .success(.reconcile(let reconcile)): events.append(.said(reconcile, by: message.sender))
    case .success(.announcement): break
    }
  }

  /// A message that was not meant for this node is counted, and neither answered nor kept; a duplicate has been answered.
  private mutating func refuse(_ message: AuthenticMessage, _ refusal: Refusal, _ delivery: Delivery) throws {
    try transaction.countRefusal(refusal, of: message.sender)
    guard message.isAnswered, refusal != .duplicate else { return counts.add(.refused(refusal)) }
    refuse(delivery, refusal, from: message.sender)
    answers.append(
      Answer(sender: message.sender, messageID: message.header.messageID, outcome: Outcome(refusal))
    )
  }

  /// Counts a refused message and keeps it for whoever wants to know why.
  private mutating func refuse(_ delivery: Delivery, _ refusal: Refusal, from sender: NodeID?) {
    counts.add(.refused(refusal))
    refused.append(
      DeadLetter(
        receivedAt: now,
        refusal: refusal,
        topic: String(delivery.topic.prefix(Limits.topicCharactersKept)),
        sender: sender,
        frame: Envelope.redacted(delivery.payload),
        frameBytes: delivery.payload.count
      )
    )
  }

  private mutating func collect(_ incoming: [ArrivedChange], of message: AuthenticMessage) {
    counts.add(.synced)
    times.sent.append(message.header.timestamp)
    var answer = Answer(sender: message.sender, messageID: message.header.messageID, outcome: .applied)
    for change in incoming {
      answer.changes.append((change.id, change.result.map { _ in changes.count }))
      if case .success(let change) = change.result { changes.append(change) }
    }
    answers.append(answer)
  }

  /// Merges the changes of all messages, settles what was confirmed, and counts.
  mutating func finish() throws -> [Reply] {
    let outcomes = try transaction.merge(changes, under: rules, at: now)
    var entries: [(to: NodeID, entry: Receipt.Entry)] = []
    // A peer's closing receipt comes after the records that it closes.
    var took: [ReconciliationEvent] = []
    defer { events = took + events }
    for answer in answers {
      let results = answer.changes.map { change in
        switch change.place {
        case .success(let place): outcomes[place]
        case .failure(let refusal): Outcome(refusal)
        }
      }
      for result in results {
        counts.add(.change(result))
        if let refusal = Refusal(result) { try transaction.countRefusal(refusal, of: answer.sender) }
      }
      let known = zip(answer.changes, results).compactMap { change, outcome in
        change.id.map { RecordOutcome($0, outcome) }
      }
      if !known.isEmpty { took.append(.took(known)) }
      entries.append(
        (answer.sender, Receipt.Entry(messageID: answer.messageID, outcome: answer.outcome, changes: results))
      )
    }
    let peers = rules.trust.nodes.filter { $0 != node }
    times.settled = try transaction.settle(answeredRows, peers: peers)
    counts.add(settled: times.settled, at: now)
    try transaction.keep(refused)
    for (name, count) in counts.byName { try transaction.increment(name, by: count) }
    return Reply.receipts(entries) + replies + (try fetches(outcomes))
  }

  /// Parents that records now wait for are asked of the sender first (PROTOCOL section 7.2).
  private func fetches(_ outcomes: [Outcome]) throws -> [Reply] {
    let senders = zip(changes, outcomes).compactMap { $1 == Outcome(.waiting) ? $0.sender : nil }
    return try Set(senders).sorted().flatMap { try transaction.fetchesOfMissingParents(from: $0, since: now) }
  }
}

import KeySyncBroker
import KeySyncStore

/// One delivery after the checks that cost little (PROTOCOL section 6, checks 1–6).
enum Arrival: Sendable {
  /// Our own echo, a road probe, an announcement that is old news: neither counted nor answered.
  case ignored
  case refused(Refusal)
  case unseen(Unseen)
}

/// One delivery after the checks that need no transaction (checks 7–9 and 11).
enum Proof: Sendable {
  case ignored
  /// Nobody is known to have sent it: it is not remembered, not answered, and blamed on nobody.
  case unauthenticated(Refusal)
  case authentic(AuthenticMessage)

  /// What is remembered of it; nil for announcements, of which only the newest counts, and for what nobody signed.
  var remembered: ReceivedMessage? {
    guard case .authentic(let message) = self else { return nil }
    if case .success(.announcement) = message.content { return nil }
    return ReceivedMessage(message.header.messageID, from: message.sender, timestamp: message.header.timestamp)
  }
}

/// A message that its sender is known to have signed, and what it says, or why that cannot be had.
struct AuthenticMessage: Sendable {
  let sender: NodeID
  let header: ObjectHeader
  let content: Result<Content, Refusal>
  /// Whether the sender is told what became of it: sync messages and fetches that were meant for this node.
  let isAnswered: Bool

  enum Content: Sendable {
    case changes([ArrivedChange])
    case receipt(Receipt)
    case fetch(Fetch)
    case announcement(Announcement)
    case reconcile(Reconcile)
  }
}

/// A change that came, with the id of its record where that can be read.
struct ArrivedChange: Sendable {
  let id: RecordID?
  let result: Result<IncomingChange, Refusal>
}

extension KeySynchronizer {
  /// - Parameter road: what the topic is; nil for one that is no road.
  func arrive(
    _ delivery: Delivery,
    on road: Road?,
    _ admission: Admission,
    _ transaction: ClusterTransaction,
    at now: WallTime
  ) throws -> Arrival {
    do {
      guard
        let frame = try Frame(
          delivery.payload,
          on: road,
          isRetained: delivery.isRetained,
          at: node.nodeID
        )
      else { return .ignored }
      let message = try admission.message(in: frame)
      do {
        let fresh = try message.fresh(at: now)
        return .unseen(
          try fresh.unseen(
            in: try transaction.replayMemory(of: message.header.messageID, from: message.sender)
          )
        )
      } catch let refusal as Refusal {
        if case .announce = frame.road { return .ignored }
        throw refusal
      }
    } catch let refusal as Refusal {
      return .refused(refusal)
    }
  }

  func prove(_ arrival: Arrival, _ admission: Admission, at now: WallTime) -> Proof {
    switch arrival {
    case .ignored: return .ignored
    case .refused(let refusal): return .unauthenticated(refusal)
    case .unseen(let unseen):
      do {
        return .authentic(open(try admission.authentic(unseen), admission, at: now))
      } catch { return .unauthenticated(error) }
    }
  }

  private func open(
    _ authentic: Authentic,
    _ admission: Admission,
    at now: WallTime
  ) -> AuthenticMessage {
    let message = authentic.message
    let content = Result { () throws(Refusal) in try admission.opened(authentic, by: node.sealer).content }
    return AuthenticMessage(
      sender: message.sender,
      header: message.header,
      content: content.map { checked($0, from: message.sender, admission, at: now) },
      isAnswered: message.isAnswerable(by: node.nodeID)
    )
  }

  private func checked(
    _ content: Opened.Content,
    from sender: NodeID,
    _ admission: Admission,
    at now: WallTime
  ) -> AuthenticMessage.Content {
    switch content {
    case .changes(let changes):
      .changes(
        concurrentMap(changes, atLeast: 2) { change in
          ArrivedChange(
            id: try? change.record.get().id,
            result: Result { () throws(Refusal) in incoming(try admission.checked(change, at: now), from: sender) }
          )
        }
      )
    case .receipt(let receipt): .receipt(receipt)
    case .fetch(let fetch): .fetch(fetch)
    case .announcement(let announcement): .announcement(announcement)
    case .reconcile(let reconcile): .reconcile(reconcile)
    }
  }

  /// Seals the data for the store on the way.
  func incoming(_ change: CheckedChange, from sender: NodeID) -> IncomingChange {
    let fields = change.record.fields
    let sealed = change.data.flatMap { data in
      fields.content.commitment.map { seal(data, of: fields.keyID, $0) }
    }
    return IncomingChange(
      record: change.record,
      sealedData: sealed,
      dataRefusal: change.dataRefusal,
      isSelected: options.selection.selects(fields.keyID),
      sender: sender
    )
  }
}

extension Message {
  /// A message that has no entry for this node was not meant for it (PROTOCOL section 5).
  fileprivate func isAnswerable(by node: NodeID) -> Bool {
    switch content {
    case .changes, .other(.fetch): true
    case .sealed(let sealed): !sealed.candidates(for: node).isEmpty
    case .other: false
    }
  }
}

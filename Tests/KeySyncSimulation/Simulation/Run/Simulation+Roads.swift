import KeySync
import KeySyncBroker
import KeySyncStore

/// The way of messages: out of a node, over roads that lose, repeat, delay and damage, into others.
extension Simulation {
  private static let latency: Int64 = 10
  private static let readingPause: Int64 = 20
  private static let batch = 64

  // MARK: Out

  func publish(_ node: SimulatedNode, _ synchronizer: KeySynchronizer) throws {
    let due = try synchronizer.nextDue() ?? WallTime(milliseconds: .max)
    guard due <= node.clock.now else {
      node.quietUntil = due
      return
    }
    let messages = try synchronizer.nextMessages()
    try passEffect(of: node)
    var (sent, unsent): ([OutgoingMessage], [OutgoingMessage]) = ([], [])
    for message in messages {
      if network.chance(faults.unsent) { unsent.append(message) } else { sent.append(message) }
    }
    carry(sent, from: node.number)
    try passEffect(of: node)
    try synchronizer.note(sent: sent, unsent: unsent)
  }

  func maintain(_ node: SimulatedNode, _ synchronizer: KeySynchronizer) throws {
    while try synchronizer.prune() {}
    try send(try synchronizer.fetchesOfMissingParents(), from: node, synchronizer)
    try send(try synchronizer.fetchesOfWantedData(), from: node, synchronizer)
  }

  func reconcile(_ node: SimulatedNode, _ synchronizer: KeySynchronizer) throws {
    carry(try synchronizer.reconcile(), from: node.number)
  }

  func announce(_ node: SimulatedNode, _ synchronizer: KeySynchronizer) throws {
    carry([try synchronizer.announcement()], from: node.number)
  }

  func send(_ replies: [Reply], from node: SimulatedNode, _ synchronizer: KeySynchronizer) throws {
    for reply in replies { carry(try synchronizer.messages(for: reply), from: node.number) }
  }

  /// A moment at which a node may crash: what it committed stays, what it was about to do does not happen.
  func passEffect(of node: SimulatedNode) throws {
    guard let left = node.effectsLeft else { return }
    node.effectsLeft = left == 0 ? nil : left - 1
    if left == 0 { throw SimulatedCrash() }
  }

  // MARK: On the way

  func carry(_ messages: [OutgoingMessage], from sender: Int) {
    for message in messages {
      trace.add(message.payload)
      let delivery = Delivery(topic: message.topic, payload: message.payload)
      for number in recipients(of: message.topic) where number != sender {
        carry(delivery, from: sender, to: number)
      }
    }
  }

  func carry(_ delivery: Delivery, from sender: Int, to recipient: Int) {
    guard !cuts.contains(where: { $0.from == sender && $0.to == recipient && $0.until > time.now }),
      !network.chance(faults.drop)
    else { return }
    for _ in 0..<(network.chance(faults.duplicate) ? 2 : 1) {
      let pause = network.chance(faults.delay) ? network.number(0...faults.longestDelay) : 0
      let damaged = network.chance(faults.corruption) ? damage(delivery) : delivery
      if recipient < nodes.count {
        queue.insert(.arrive(damaged, at: recipient), at: time.now + Self.latency + pause)
      } else if let answer = adversary?.hear(delivery, from: sender, isHonestNow: isHealed) {
        queue.insert(.arrive(answer, at: sender), at: time.now + Self.latency + pause)
      }
    }
  }

  private func recipients(of topic: String) -> [Int] {
    let total = nodes.count + (adversary == nil ? 0 : 1)
    switch Topics(cluster: setting.cluster).road(of: topic) {
    case .inbox(let recipient, _): return (0..<total).filter { nodeID($0) == recipient }
    case .sync, .announce: return Array(0..<total)
    case nil:
      report("nobody reads \(topic)")
      return []
    }
  }

  private func damage(_ delivery: Delivery) -> Delivery {
    var payload = delivery.payload
    for _ in 0..<(1 + network.below(3)) where !payload.isEmpty {
      payload[network.below(payload.count)] ^= 1 << UInt8(network.below(8))
    }
    return Delivery(topic: delivery.topic, payload: payload, isRetained: delivery.isRetained)
  }

  // MARK: In

  func arrive(_ delivery: Delivery, at node: SimulatedNode) {
    node.waiting.append(delivery)
    planReading(node)
  }

  func planReading(_ node: SimulatedNode) {
    guard !node.isReading, !node.waiting.isEmpty, node.synchronizer != nil else { return }
    node.isReading = true
    queue.insert(.read(node.number), at: time.now + Self.readingPause)
  }

  /// Takes a batch. What was not acknowledged when the node crashed comes again.
  func read(_ node: SimulatedNode, _ synchronizer: KeySynchronizer) throws {
    node.isReading = false
    let batch = Array(node.waiting.prefix(Self.batch))
    let replies = try synchronizer.receive(batch)
    count(replies, to: batch, at: node)
    try passEffect(of: node)
    node.waiting.removeFirst(batch.count)
    try send(replies, from: node, synchronizer)
    try reconcile(node, synchronizer)
    planReading(node)
  }

  /// A receipt that does not refuse a message says that it was processed.
  private func count(_ replies: [Reply], to batch: [Delivery], at node: SimulatedNode) {
    let processed = replies.flatMap(\.processedMessages)
    guard !processed.isEmpty else { return }
    for message in processed { node.processed[message, default: 0] += 1 }
    let admission = ReferenceAdmission(
      cluster: setting.cluster,
      cryptography: setting.cryptography,
      node: node.nodeID,
      now: node.clock.now
    )
    let right = Set(batch.compactMap(admission.rightMessage))
    node.wronglyProcessed += processed.count { !right.contains($0) }
  }
}

extension Reply {
  /// The messages of which a receipt says that they were processed.
  fileprivate var processedMessages: [MessageID] {
    guard case .receipt(let entries, _) = self else { return [] }
    return entries.filter { $0.outcome == .applied }.map(\.messageID)
  }
}

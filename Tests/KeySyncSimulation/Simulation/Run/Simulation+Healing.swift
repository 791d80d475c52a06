import KeySync
import KeySyncStore

/// The end of all faults: clocks are right, roads open, every decision is followed everywhere, and what nodes lack is fetched
/// until nothing changes.
extension Simulation {
  private static let rounds = 16
  /// More than the longest pause before a retry.
  private static let roundDuration: Int64 = 370_000
  private static let stepsOfRound = 200_000

  func heal() throws {
    isHealed = true
    faults = .none
    cuts = []
    for node in nodes {
      node.clock.skew = 0
      node.trigger.disarm()
      node.effectsLeft = nil
      try node.start()
      resume(node)
      for peer in 0...plan.hostile { attempt(node) { node, _ in try introduce(peer, to: node) } }
      for decision in followed.sorted() where plan.decisions[decision].peer != node.number {
        attempt(node) { _, synchronizer in try follow(plan.decisions[decision], at: synchronizer) }
      }
    }
    for round in 1...Self.rounds {
      let before = try digest()
      settle()
      for node in comparable { attempt(node, fetch) }
      settle()
      time.now += Self.roundDuration
      if round > 2, try digest() == before { return }
    }
    report("the nodes do not come to rest")
  }

  /// The nodes that end with equal trust.
  var comparable: [SimulatedNode] { plan.comparableNodes(following: followed).map { nodes[$0] } }

  /// Lets what is due happen until nothing is due.
  private func settle() {
    for node in nodes {
      queue.insert(.publish(node.number), at: time.now)
      queue.insert(.maintain(node.number), at: time.now)
      queue.insert(.announce(node.number), at: time.now)
    }
    for _ in 0..<Self.stepsOfRound {
      guard let next = queue.nextTime else { return }
      do { try run(until: next) } catch { report("\(error)") }
    }
    report("messages never end")
  }

  /// A node asks each other one for the heads that it lacks, and for parents that it waits for: what reconciliation will do.
  private func fetch(_ node: SimulatedNode, _ synchronizer: KeySynchronizer) throws {
    for other in comparable where other !== node {
      guard let theirs = other.synchronizer else { continue }
      let wanted = try allKeys.flatMap { try lacks(of: $0, synchronizer, theirs) }
      for start in stride(from: 0, to: wanted.count, by: Limits.idsPerFetch) {
        let ids = Array(wanted[start..<min(start + Limits.idsPerFetch, wanted.count)])
        try send([.fetch(ids, from: other.nodeID)], from: node, synchronizer)
      }
      settle()
    }
  }

  private func lacks(of key: KeyID, _ mine: KeySynchronizer, _ theirs: KeySynchronizer) throws -> [RecordID] {
    let held = try theirs.inspect { try $0.history(of: key) }.filter { $0.standing != .waiting }
    let own = try mine.inspect { try $0.history(of: key) }
    let entered = Set(own.filter { $0.standing != .waiting }.map(\.record.id))
    let parents = Set(own.filter { $0.standing == .waiting }.flatMap(\.record.fields.parents))
    return try held.filter { entry in
      if !entered.contains(entry.record.id) { return entry.isHead || parents.contains(entry.record.id) }
      guard entry.isHead else { return false }
      return try mine.lacksData(of: entry.record) && !theirs.lacksData(of: entry.record)
    }.map(\.record.id).sorted()
  }

  private func digest() throws -> [String] {
    try nodes.map { node in
      try node.synchronizer?.inspect { transaction in
        let heads = try allKeys.flatMap { try transaction.heads(of: $0) }.map(\.id.description)
        return "\(heads) \(try transaction.figures().waiting) \(try transaction.outboxCount())"
      } ?? ""
    }
  }
}

extension KeySynchronizer {
  /// Whether a record's data is wanted and not here.
  func lacksData(of record: VerifiedRecord) throws -> Bool {
    guard let commitment = record.fields.content.commitment else { return false }
    return try inspect { try $0.sealedData(of: record.fields.keyID, commitment) } == nil
  }
}

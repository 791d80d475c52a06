import KeySync
import KeySyncBroker
import KeySyncStore

/// What is planned, done.
extension Simulation {
  func act(_ action: Action) {
    trace.add("\(action)")
    switch action {
    case .put, .burst, .generate, .describe, .delete, .resolve: write(action)
    case .add(let node, let peer):
      attempt(nodes[node]) { node, _ in try introduce(peer, to: node) }
    case .follow(let node, let decision):
      if nodes[node].synchronizer != nil { followed.insert(decision) }
      attempt(nodes[node]) { _, synchronizer in try follow(plan.decisions[decision], at: synchronizer) }
    case .setClock(let node, let ahead): nodes[node].clock.skew = ahead
    case .crashAtWrite(let node, let commits): nodes[node].trigger.arm(after: commits)
    case .crashAfterWrite(let node, let effects): nodes[node].effectsLeft = effects
    case .restart(let node): begin(nodes[node]) { $0.stop() }
    case .backUp(let node): begin(nodes[node]) { try $0.backUp() }
    case .restore(let node): begin(nodes[node]) { try $0.restore() }
    case .cut(let from, let to, let duration):
      cuts.removeAll { $0.until <= time.now }
      cuts.append(Cut(from: from, to: to, until: time.now + duration))
    case .attack(let attack, let key, let target, let draw): strike(attack, key: key, target: target, draw: draw)
    }
  }

  /// Ends a node's process, if it runs, and begins another one.
  private func begin(_ node: SimulatedNode, _ body: (SimulatedNode) throws -> Void) {
    do {
      try body(node)
      try node.start(options)
    } catch { report("node \(node.number) does not start: \(error)") }
    resume(node)
  }

  func follow(_ decision: Decision, at synchronizer: KeySynchronizer) throws {
    guard let peer = nodeID(decision.peer) else { return }
    switch decision.kind {
    case .retire(let since):
      let date = WallTime(milliseconds: SimulatedTime.beginning + since)
      _ = try synchronizer.retire(peer, since: date)
    case .revoke: _ = try synchronizer.revoke(peer)
    case .permit(let rules, let since):
      let date = WallTime(milliseconds: SimulatedTime.beginning + since)
      _ = try synchronizer.setRules(rules.compactMap(PermissionRule.init), of: peer, since: date)
    }
  }

  private func strike(_ attack: Attack, key: Int, target: Int, draw: UInt64) {
    guard let adversary, let view = nodes[target].synchronizer, let key = Self.key(key) else { return }
    do {
      let view = Adversary.View(
        key: key,
        otherKey: Self.key(plan.keys) ?? key,
        heads: try view.inspect { try $0.heads(of: key) },
        history: try view.inspect { try $0.history(of: key) }.map(\.record),
        target: target,
        nodes: nodes.map(\.nodeID)
      )
      for (delivery, recipient) in try adversary.strike(attack, seeing: view, draw: draw) {
        trace.add(delivery.payload)
        carry(delivery, from: plan.hostile, to: recipient)
      }
    } catch { report("the attack \(attack) failed: \(error)") }
  }
}

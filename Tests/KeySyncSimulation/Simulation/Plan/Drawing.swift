/// Draws what happens in a seed.
struct Drawing {
  private let plan: Plan
  private let scale: Scale
  private var generator: SeededGenerator
  /// When several users meet at one key.
  private let quarrels: [Quarrel]

  private struct Quarrel {
    let time: Int64
    let key: Int
  }

  init(_ plan: Plan, _ generator: SeededGenerator) {
    self.plan = plan
    scale = .of(plan.signatures)
    var generator = generator
    quarrels = (0...generator.below(3)).map { _ in
      Quarrel(time: generator.number(0...Plan.duration), key: generator.below(plan.keys))
    }
    self.generator = generator
  }

  mutating func events() -> [Plan.Event] {
    var events: [Plan.Event] = []
    func plan(_ action: Action, at time: Int64) { events.append(Plan.Event(time: time, action: action)) }
    for _ in 0..<Int.random(in: scale.work, using: &generator) {
      let quarrel = generator.chance(0.5) ? quarrels[generator.below(quarrels.count)] : nil
      let time = quarrel.map { $0.time + generator.number(0...Self.haste) } ?? time()
      plan(work(on: quarrel?.key ?? key()), at: min(time, Plan.duration))
    }
    for kind in Trouble.allCases where generator.chance(scale.trouble.share) {
      for _ in 0..<(1 + generator.below(scale.trouble.count)) { plan(trouble(kind), at: time()) }
    }
    if self.plan.hasHostile {
      for _ in 0..<(1 + generator.below(scale.attacks)) { plan(attack(), at: time()) }
    }
    for (node, peer) in self.plan.strangers {
      plan(.add(node: node, peer: peer), at: time())
      if peer < self.plan.nodes { plan(.add(node: peer, peer: node), at: time()) }
    }
    for (number, decision) in self.plan.decisions.enumerated() {
      for node in 0..<self.plan.nodes where generator.chance(0.7) && (node != decision.peer || !decision.setsApart) {
        plan(.follow(node: node, decision: number), at: time())
      }
    }
    return events.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
  }

  private enum Trouble: CaseIterable {
    case clock, crashAtWrite, crashAfterWrite, restart, restore, cut
  }

  private mutating func time() -> Int64 { generator.number(0...Plan.duration) }

  private mutating func node() -> Int { generator.below(plan.nodes) }

  private mutating func key() -> Int { generator.below(plan.keys) }

  /// How far apart those act who meet at one key, in milliseconds: some before they hear of each other, some after.
  private static let haste: Int64 = 500

  private mutating func work(on key: Int) -> Action {
    switch generator.below(20) {
    case 0..<9: .put(node: node(), key: key, value: generator.next())
    case 9: .burst(node: node(), count: 2 + generator.below(scale.burst - 1), value: generator.next())
    case 10: .generate(node: node(), key: key)
    case 11..<13: .describe(node: node(), key: key, value: generator.next())
    case 13..<16: .delete(node: node(), key: key, erasing: generator.chance(0.2))
    default: .resolve(node: node(), key: key, choice: generator.next())
    }
  }

  private mutating func trouble(_ kind: Trouble) -> Action {
    switch kind {
    case .clock: .setClock(node: node(), ahead: generator.number(-360_000...360_000))
    case .crashAtWrite: .crashAtWrite(node: node(), after: generator.below(4))
    case .crashAfterWrite: .crashAfterWrite(node: node(), after: generator.below(4))
    case .restart: .restart(node: node())
    case .restore: generator.chance(0.5) ? .backUp(node: node()) : .restore(node: node())
    case .cut: cut()
    }
  }

  private mutating func cut() -> Action {
    let total = plan.nodes + (plan.hasHostile ? 1 : 0)
    return .cut(from: generator.below(total), to: generator.below(total), duration: generator.number(1000...600_000))
  }

  private mutating func attack() -> Action {
    let attack = Attack.allCases[generator.below(Attack.allCases.count)]
    return .attack(attack, key: key(), target: node(), draw: generator.next())
  }
}

import Foundation
import KeySync
import KeySyncBroker
import KeySyncStore

/// One run of one plan: one queue of events, one generator for what the roads do, no other clock than its own.
final class Simulation {
  let plan: Plan
  let setting: NodeSetting
  private(set) var nodes: [SimulatedNode] = []
  private(set) var adversary: Adversary?
  var faults: Faults
  var queue = EventQueue<Step>()
  var network: SeededGenerator
  var trace = Trace()
  var cuts: [Cut] = []
  /// The decisions that some node has followed.
  var followed: Set<Int> = []
  /// What should not have been, in sentences.
  private(set) var violations: [String] = []
  var isHealed = false
  /// How often nodes came to what: outcomes by their word over the run, and what was left at its end.
  var reached: [String: Int] = [:]

  /// What happens at one moment.
  enum Step {
    case act(Action)
    case publish(Int)
    case tick(Int)
    case maintain(Int)
    case announce(Int)
    case arrive(Delivery, at: Int)
    case read(Int)
    case start(Int)
  }

  /// Nothing goes from one node to another until then.
  struct Cut {
    let from, to: Int
    let until: Int64
  }

  /// Once all faults but loss have ended, nodes look and announce at this pace, and maintain themselves as workers do.
  private static let healedInterval: Int64 = 60_000
  private static let healedMaintenance: Int64 = 30_000

  init(_ plan: Plan, in directory: String) throws {
    guard let cluster = ClusterName("simulation") else { throw SimulatedCrash() }
    self.plan = plan
    faults = plan.faults
    var generator = SeededGenerator(seed: plan.seed &+ 1)
    setting = NodeSetting(cluster: cluster, signatures: plan.signatures, generator: &generator)
    network = generator.split()
    for number in 0..<plan.nodes {
      nodes.append(try SimulatedNode(number, in: directory, setting: setting, generator: generator.split()))
    }
    if plan.hasHostile { adversary = try Adversary(setting: setting, generator: generator.split()) }
    for node in nodes { try node.start(options) }
    try introduce()
  }

  private var intervals: (announcing: Int64, maintenance: Int64, tick: Int64) { Scale.of(plan.signatures).intervals }

  var time: SimulatedTime { setting.time }

  /// How the nodes take part.
  var options: ClusterOptions { plan.options.clusterOptions(nodeID) }

  /// Runs what is planned, then lets all exchange what they have until nothing moves.
  func run() throws {
    for event in plan.events { queue.insert(.act(event.action), at: SimulatedTime.beginning + event.time) }
    for number in 0..<plan.nodes {
      queue.insert(.announce(number), at: time.now)
      queue.insert(.tick(number), at: time.now + Int64(number))
      queue.insert(.maintain(number), at: time.now + intervals.maintenance + Int64(number))
    }
    try run(until: SimulatedTime.beginning + Plan.duration)
    try heal()
  }

  func run(until end: Int64) throws {
    while let next = queue.nextTime, next <= end, let (due, step) = queue.popFirst() {
      time.now = max(time.now, due)
      take(step)
    }
    time.now = max(time.now, end)
  }

  func report(_ violation: String) {
    if violations.count < 20 { violations.append(violation) }
  }

  /// The id of a node, the hostile peer too.
  func nodeID(_ number: Int) -> NodeID? {
    number < nodes.count ? nodes[number].nodeID : adversary?.nodeID
  }

  /// The key of a number.
  static func key(_ number: Int) -> KeyID? { KeyID("key/\(number)") }

  /// All keys there may be, that of the hostile peer too.
  var allKeys: [KeyID] { (0...plan.keys).compactMap(Self.key) }

  // MARK: Steps

  private func take(_ step: Step) {
    switch step {
    case .act(let action): act(action)
    case .publish(let number): attempt(nodes[number], publish)
    case .tick(let number):
      let node = nodes[number]
      if node.quietUntil.map({ $0 <= node.clock.now }) ?? true { attempt(node, publish) }
      attempt(node, keepingQuiet: true, reconcile)
      queue.insert(.tick(number), at: time.now + (isHealed ? Self.healedInterval : intervals.tick))
    case .maintain(let number):
      attempt(nodes[number], maintain)
      queue.insert(.maintain(number), at: time.now + (isHealed ? Self.healedMaintenance : intervals.maintenance))
    case .announce(let number):
      attempt(nodes[number], announce)
      queue.insert(.announce(number), at: time.now + (isHealed ? Self.healedInterval : intervals.announcing))
    case .arrive(let delivery, let number): arrive(delivery, at: nodes[number])
    case .read(let number): attempt(nodes[number], read)
    case .start(let number): start(nodes[number])
    }
  }

  /// Lets a node do something: where it crashes, it comes back a while later.
  ///
  /// - Parameter keepingQuiet: whether it can queue nothing and make nothing due.
  func attempt(
    _ node: SimulatedNode,
    keepingQuiet: Bool = false,
    _ body: (SimulatedNode, KeySynchronizer) throws -> Void
  ) {
    guard let synchronizer = node.synchronizer else { return }
    if !keepingQuiet { node.quietUntil = nil }
    do {
      try body(node, synchronizer)
    } catch is SimulatedCrash {
      trace.add("crash \(node.number)")
      node.stop()
      node.isReading = false
      queue.insert(.start(node.number), at: time.now + network.number(1000...60_000))
    } catch let error as KeySyncError {
      trace.add("\(error)")
    } catch {
      report("node \(node.number) failed: \(error)")
    }
  }

  private func start(_ node: SimulatedNode) {
    do {
      try node.start(options)
    } catch { report("node \(node.number) does not start: \(error)") }
    resume(node)
  }

  /// A node that has started announces itself and reads what waits.
  func resume(_ node: SimulatedNode) {
    node.isReading = false
    attempt(node) { node, synchronizer in
      synchronizer.noteConnection()
      try announce(node, synchronizer)
    }
    planReading(node)
  }

  private func introduce() throws {
    let all = 0..<(nodes.count + (adversary == nil ? 0 : 1))
    for node in nodes {
      for peer in all where peer != node.number {
        guard !plan.strangers.contains(where: { [$0.0, $0.1].sorted() == [peer, node.number].sorted() }) else {
          continue
        }
        try introduce(peer, to: node)
      }
    }
  }

  func introduce(_ peer: Int, to node: SimulatedNode) throws {
    guard let id = nodeID(peer), peer != node.number, let synchronizer = node.synchronizer else { return }
    if try !synchronizer.inspect({ try $0.trust() }).contains(id) { try synchronizer.addPeer(id, name: "peer-\(peer)") }
  }
}

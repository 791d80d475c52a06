import ArgumentParser
import Dispatch
import KeySyncSimulation
import Synchronization

/// Runs seeds of the simulation and says which of them fail, and by what.
@main
struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keysync-simulate",
    abstract: "Runs keysync nodes under seeded faults and checks that they end alike."
  )

  @Option(help: "How many seeds to run.")
  var seeds: UInt64 = 1000

  @Option(help: "The first seed.")
  var first: UInt64 = 1

  @Option(help: "Runs this seed alone.")
  var seed: UInt64?

  @Flag(name: .customLong("stand-in"), help: "Runs smaller seeds, with a fast stand-in for signatures.")
  var standsIn = false

  @Flag(help: "Prints what is planned for each seed.")
  var events = false

  @Flag(name: .customLong("no-shrink"), help: "Prints all events of a seed that fails, not the fewest that still fail.")
  var isNotShrinking = false

  /// Every so many seeds run twice.
  private static let repetition: UInt64 = 100
  /// Seeds run at the same time, as far as there are cores.
  private static let batch = 100

  func run() throws {
    let clock = ContinuousClock()
    let beginning = clock.now
    var drawn: [String: Int] = [:]
    var failed: [UInt64] = []
    let chosen = Array(seed.map { $0...$0 } ?? first...(first + max(1, seeds) - 1))
    for start in stride(from: 0, to: chosen.count, by: Self.batch) {
      let plans = chosen[start..<min(start + Self.batch, chosen.count)].map {
        Plan(seed: $0, signatures: standsIn ? .standIn : .real)
      }
      for (plan, result) in zip(plans, results(of: plans)) {
        if events { Self.print(plan) }
        for name in plan.faults.names + plan.events.map(\.action.name) { drawn[name, default: 0] += 1 }
        if seed != nil { Swift.print("trace \(String(result.trace, radix: 16))") }
        guard !result.violations.isEmpty else { continue }
        failed.append(plan.seed)
        explain(plan, result.violations)
      }
    }
    let seconds = (clock.now - beginning) / .seconds(1)
    let rate = Double(Int(10 * Double(chosen.count) / seconds)) / 10
    Swift.print("\(chosen.count) seeds in \(Int(seconds)) s, \(rate) a second")
    for (name, count) in drawn.sorted(by: { $0.key < $1.key }) { Swift.print("  \(name): \(count)") }
    guard failed.isEmpty else {
      Swift.print("failed: \(failed.map(String.init).joined(separator: " "))")
      throw ExitCode.failure
    }
  }

  /// Runs plans on all cores. Every so many run twice and must give the same trace.
  private func results(of plans: [Plan]) -> [(violations: [String], trace: UInt64)] {
    let results = Mutex<[UInt64: (violations: [String], trace: UInt64)]>([:])
    DispatchQueue.concurrentPerform(iterations: plans.count) { index in
      let plan = plans[index]
      let result = SeedResult(running: plan)
      var violations = result.violations
      if seed != nil || plan.seed.isMultiple(of: Self.repetition), SeedResult(running: plan).trace != result.trace {
        violations.append("a second run went another way")
      }
      results.withLock { $0[plan.seed] = (violations, result.trace) }
    }
    return plans.compactMap { plan in results.withLock { $0[plan.seed] } }
  }

  private func explain(_ plan: Plan, _ violations: [String]) {
    Swift.print("seed \(plan.seed) fails:")
    for violation in violations { Swift.print("  \(violation)") }
    guard !isNotShrinking else { return Self.print(plan) }
    let kinds = SeedResult(running: plan).kinds
    let shortest = plan.shrunk { !SeedResult(running: $0).kinds.isDisjoint(with: kinds) }
    Self.print(shortest)
    for violation in SeedResult(running: shortest).violations { Swift.print("  \(violation)") }
    Swift.print("run it again with: \(shortest.command)")
  }

  private static func print(_ plan: Plan) {
    Swift.print(
      "seed \(plan.seed): \(plan.nodes) nodes\(plan.hasHostile ? " and a hostile peer" : ""), \(plan.keys) keys"
    )
    Swift.print("  options: \(plan.options)")
    Swift.print("  faults: \(plan.faults)")
    if !plan.decisions.isEmpty { Swift.print("  decisions: \(plan.decisions)") }
    if !plan.strangers.isEmpty { Swift.print("  strangers: \(plan.strangers)") }
    for event in plan.events { Swift.print("  \(event)") }
  }
}

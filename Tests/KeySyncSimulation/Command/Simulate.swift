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
    var summary = Summary()
    let chosen = Array(seed.map { $0...$0 } ?? first...(first + max(1, seeds) - 1))
    for start in stride(from: 0, to: chosen.count, by: Self.batch) {
      let plans = chosen[start..<min(start + Self.batch, chosen.count)].map {
        Plan(seed: $0, signatures: standsIn ? .standIn : .real)
      }
      for (result, isRepeatable) in results(of: plans) {
        if events { Self.print(result.plan) }
        if seed != nil { Swift.print("trace \(String(result.trace, radix: 16))") }
        let violations = result.violations + (isRepeatable ? [] : ["a second run went another way"])
        summary.add(result, isFailed: !violations.isEmpty)
        if !violations.isEmpty { explain(result, violations) }
      }
    }
    Swift.print(summary)
    guard summary.failed.isEmpty else { throw ExitCode.failure }
  }

  /// Runs plans on all cores. Every so many run twice and must give the same trace.
  private func results(of plans: [Plan]) -> [(SeedResult, isRepeatable: Bool)] {
    let results = Mutex<[UInt64: (SeedResult, isRepeatable: Bool)]>([:])
    DispatchQueue.concurrentPerform(iterations: plans.count) { index in
      let plan = plans[index]
      let result = SeedResult(running: plan)
      let isRepeated = seed != nil || plan.seed.isMultiple(of: Self.repetition)
      let isRepeatable = !isRepeated || SeedResult(running: plan).trace == result.trace
      results.withLock { $0[plan.seed] = (result, isRepeatable) }
    }
    return plans.compactMap { plan in results.withLock { $0[plan.seed] } }
  }

  private func explain(_ result: SeedResult, _ violations: [String]) {
    let (plan, kinds) = (result.plan, result.kinds)
    Swift.print("seed \(plan.seed) fails:")
    for violation in violations { Swift.print("  \(violation)") }
    guard !isNotShrinking else { return Self.print(plan) }
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

import ArgumentParser
import KeySyncSimulation

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

  @Flag(help: "Prints what is planned for each seed.")
  var events = false

  @Flag(name: .customLong("no-shrink"), help: "Prints all events of a seed that fails, not the fewest that still fail.")
  var isNotShrinking = false

  /// Every so many seeds run twice and must give the same trace.
  private static let repetition: UInt64 = 100

  func run() throws {
    let clock = ContinuousClock()
    let beginning = clock.now
    var drawn: [String: Int] = [:]
    var failed: [UInt64] = []
    let chosen = seed.map { $0...$0 } ?? first...(first + max(1, seeds) - 1)
    for number in chosen {
      let plan = Plan(seed: number)
      if events { Self.print(plan) }
      for name in plan.faults.names + plan.events.map(\.action.name) { drawn[name, default: 0] += 1 }
      let result = SeedResult(running: plan)
      var violations = result.violations
      if seed != nil || number.isMultiple(of: Self.repetition) {
        let again = SeedResult(running: plan)
        if again.traceHash != result.traceHash { violations.append("a second run went another way") }
      }
      if seed != nil { Swift.print("trace \(String(result.traceHash, radix: 16))") }
      guard !violations.isEmpty else { continue }
      failed.append(number)
      explain(plan, violations)
    }
    let seconds = (clock.now - beginning) / .seconds(1)
    Swift.print(
      "\(chosen.count) seeds in \(Int(seconds)) s, \(Double(Int(Double(chosen.count) / seconds * 10)) / 10) a second"
    )
    for (name, count) in drawn.sorted(by: { $0.key < $1.key }) { Swift.print("  \(name): \(count)") }
    guard failed.isEmpty else {
      Swift.print("failed: \(failed.map(String.init).joined(separator: " "))")
      throw ExitCode.failure
    }
  }

  private func explain(_ plan: Plan, _ violations: [String]) {
    Swift.print("seed \(plan.seed) fails:")
    for violation in violations { Swift.print("  \(violation)") }
    guard !isNotShrinking else { return Self.print(plan) }
    let kinds = SeedResult(running: plan).kinds
    let shortest = plan.shrunk { !SeedResult(running: $0).kinds.isDisjoint(with: kinds) }
    Self.print(shortest)
    for violation in SeedResult(running: shortest).violations { Swift.print("  \(violation)") }
    Swift.print("run it again with: keysync-simulate --seed \(plan.seed)")
  }

  private static func print(_ plan: Plan) {
    Swift.print(
      "seed \(plan.seed): \(plan.nodes) nodes\(plan.hasHostile ? " and a hostile peer" : ""), \(plan.keys) keys"
    )
    Swift.print("  faults: \(plan.faults)")
    if !plan.decisions.isEmpty { Swift.print("  decisions: \(plan.decisions)") }
    if !plan.strangers.isEmpty { Swift.print("  strangers: \(plan.strangers)") }
    for event in plan.events { Swift.print("  \(event)") }
  }
}

import KeySyncSimulation

/// What a number of seeds drew and led to, and which of them failed.
struct Summary: CustomStringConvertible {
  private let clock = ContinuousClock()
  private let beginning: ContinuousClock.Instant
  private var seeds = 0
  private var drawn: [String: Int] = [:]
  private var reached: [String: Int] = [:]
  private(set) var failed: [UInt64] = []

  init() { beginning = clock.now }

  mutating func add(_ result: SeedResult, isFailed: Bool) {
    seeds += 1
    for name in result.plan.faults.names + result.plan.events.map(\.action.name) { drawn[name, default: 0] += 1 }
    reached.merge(result.reached) { $0 + $1 }
    if isFailed { failed.append(result.plan.seed) }
  }

  var description: String {
    let seconds = (clock.now - beginning) / .seconds(1)
    let rate = Double(Int(10 * Double(seeds) / seconds)) / 10
    var lines = ["\(seeds) seeds in \(Int(seconds)) s, \(rate) a second"]
    lines += ["drawn: \(Self.list(drawn))", "led to: \(Self.list(reached))"]
    if !failed.isEmpty { lines.append("failed: \(failed.map(String.init).joined(separator: " "))") }
    return lines.joined(separator: "\n")
  }

  private static func list(_ counts: [String: Int]) -> String {
    counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }
}

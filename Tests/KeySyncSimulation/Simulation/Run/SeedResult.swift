import Foundation

/// What came of one run.
package struct SeedResult: Sendable {
  package let plan: Plan
  /// What should not have been; empty when all is well.
  package let violations: [String]
  /// How often nodes came to what.
  package let reached: [String: Int]
  /// A hash over all that happened.
  package let trace: UInt64

  /// Runs a plan in a directory of its own, on a memory file system where there is one, which is gone afterwards.
  package init(running plan: Plan) {
    self.plan = plan
    let directory = Self.newDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    do {
      let simulation = try Simulation(plan, in: directory)
      try simulation.run()
      try simulation.check()
      violations = simulation.violations
      trace = simulation.trace.hash
      reached = simulation.reached
    } catch {
      violations = ["the run failed: \(error)"]
      trace = 0
      reached = [:]
    }
  }

  /// The kinds of violations: their sentences without numbers and ids.
  package var kinds: Set<String> {
    Set(violations.map { $0.split(separator: " ").filter { !$0.contains(where: \.isNumber) }.joined(separator: " ") })
  }

  static func newDirectory() -> String {
    let memory = "/dev/shm"
    let parent = FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
    return "\(parent)/keysync-simulation-\(UUID().uuidString)"
  }
}

import KeySyncSimulation
import Testing

/// Many nodes under seeded faults: a few seeds of those that `deploy/test` runs by the thousand.
@Suite struct SimulationTests {
  @Test(arguments: UInt64(1)...6) func `nodes end alike whatever goes wrong`(seed: UInt64) {
    let result = SeedResult(running: Plan(seed: seed, signatures: .real))
    #expect(result.violations.isEmpty, "run again: \(result.plan.command)")
  }

  @Test(arguments: UInt64(1)...24) func `nodes end alike with a stand-in for signatures`(seed: UInt64) {
    let result = SeedResult(running: Plan(seed: seed, signatures: .standIn))
    #expect(result.violations.isEmpty, "run again: \(result.plan.command)")
  }

  @Test(arguments: Signatures.allCases) func `one seed goes one way`(signatures: Signatures) {
    let (plan, other) = (Plan(seed: 7, signatures: signatures), Plan(seed: 8, signatures: signatures))
    let trace = SeedResult(running: plan).trace
    #expect(SeedResult(running: plan).trace == trace)
    #expect(SeedResult(running: other).trace != trace)
  }
}

import KeySyncSimulation
import Testing

/// Many nodes under seeded faults.
@Suite struct SimulationTests {
  @Test(arguments: UInt64(1)...12) func `nodes end alike whatever goes wrong`(seed: UInt64) {
    let result = SeedResult(running: Plan(seed: seed))
    #expect(result.violations.isEmpty, "run again: swift run -c release keysync-simulate --seed \(seed)")
  }

  @Test func `one seed goes one way`() {
    let (plan, other) = (Plan(seed: 7), Plan(seed: 8))
    let trace = SeedResult(running: plan).trace
    #expect(SeedResult(running: plan).trace == trace)
    #expect(SeedResult(running: other).trace != trace)
  }
}

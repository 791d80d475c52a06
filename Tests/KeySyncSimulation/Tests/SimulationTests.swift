import KeySyncSimulation
import Testing

/// Many nodes under seeded faults.
@Suite struct SimulationTests {
  @Test(arguments: UInt64(1)...40) func `nodes end alike whatever goes wrong`(seed: UInt64) {
    let result = SeedResult(running: Plan(seed: seed))
    #expect(result.violations.isEmpty, "run again: swift run -c release keysync-simulate --seed \(seed)")
  }

  @Test(arguments: [UInt64(7), 77]) func `one seed goes one way`(seed: UInt64) {
    let plan = Plan(seed: seed)
    #expect(SeedResult(running: plan).traceHash == SeedResult(running: plan).traceHash)
    #expect(SeedResult(running: plan).traceHash != SeedResult(running: Plan(seed: seed + 1)).traceHash)
  }
}

import KeySyncCore
import Testing

/// What reconciliation may cost: figures that are the same on every machine.
struct ReconciliationTargetTests {
  @Test func `ten differences among 100,000 keys take at most 4 round trips and 24 KiB`() throws {
    var items = RandomItems(seed: 100_000)
    let (common, mine, theirs) = (items.next(99_995), items.next(5), items.next(5))
    let ours = try NegentropyExchange(
      of: NegentropyIndex((common + mine).sorted()),
      with: NegentropyIndex((common + theirs).sorted()),
      frameSizeLimit: Limits.negentropyBytes
    )
    #expect(ours.have == Set(mine.map(\.id)))
    #expect(ours.need == Set(theirs.map(\.id)))
    #expect(ours.roundTrips <= 4)
    #expect(ours.messages.map(\.count).reduce(0, +) <= 24 * 1024)
  }
}

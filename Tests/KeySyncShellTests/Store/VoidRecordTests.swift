import KeySyncCore
import KeySyncStore
import Testing

/// Records that enter and are never a head (PROTOCOL section 7.2).
struct VoidRecordTests {
  private let keystore: Keystore
  private let alice: Creator
  private let bob: Creator

  init() throws {
    keystore = try Keystore()
    (alice, bob) = (try .alice(), try .bob())
  }

  @Test func `a void record without a child is not kept`() throws {
    let a = try alice.create("k")
    let forged = try bob.forge(a)
    #expect(try keystore.merge(a, forged) == [.applied, Outcome(.badRecord)])
    #expect(try keystore.standings() == [a.id: 0])
    #expect(try keystore.merge(forged) == [Outcome(.badRecord)])
    #expect(try keystore.heads("k") == [a.id])
  }

  @Test func `a void record is kept for the child that waits for it, and its edges count`() throws {
    let a = try alice.create("k")
    let forged = try bob.forge(a)
    let child = try alice.update(forged, data: "3")
    try keystore.merge(a, forged)
    try keystore.merge(child)
    #expect(try keystore.heads("k") == [a.id])
    try keystore.merge(forged)
    #expect(try keystore.standings() == [a.id: 0, forged.id: 16, child.id: 0])
    #expect(try keystore.heads("k") == [child.id])
    try keystore.expectHeadsAddUp()
  }

  @Test func `a void record goes with the last record that names it`() throws {
    let a = try alice.create("k")
    let (first, second) = (try bob.forge(a), try bob.record("k", .update, on: [a], at: 2500, version: 50, data: "x"))
    let last = try bob.forge(first, second)
    try keystore.merge(a)
    try keystore.merge(last)
    try keystore.merge(first)
    #expect(try keystore.standings() == [a.id: 0, first.id: 16, last.id: 22])
    try keystore.merge(second)
    #expect(try keystore.standings() == [a.id: 0])
    #expect(try keystore.heads("k") == [a.id])
    #expect(try keystore.count("waiting_parent") == 0)
  }

  @Test func `a void record that a head names outlives its void children`() throws {
    let a = try alice.create("k")
    let forged = try bob.forge(a)
    let child = try alice.update(forged, data: "3")
    try keystore.merge(a, forged, child)
    try keystore.merge(try bob.record("k", .update, on: [forged], at: 2500, version: 7, data: "x"))
    #expect(try keystore.standings() == [a.id: 0, forged.id: 16, child.id: 0])
  }

  @Test func `a void record is kept for a record of another key that names it, as long as that is kept`() throws {
    let a = try alice.create("k")
    let void = try bob.forge(a)
    let foreign = try bob.record("other", .update, on: [void], at: 2000, data: "1")
    let head = try bob.update(foreign, data: "2")
    try keystore.merge(a, void, foreign)
    #expect(try keystore.standings() == [a.id: 0])
    try keystore.merge(head, foreign)
    #expect(try keystore.standings() == [a.id: 0, foreign.id: 22, head.id: 22])
    try keystore.merge(void)
    #expect(try keystore.standings() == [a.id: 0, void.id: 16, foreign.id: 16, head.id: 0])
    #expect(try keystore.heads("other") == [head.id])
    try keystore.merge(try bob.record("k", .update, on: [void], at: 2500, version: 7, data: "x"))
    #expect(try keystore.standings().count == 4)
    try keystore.expectHeadsAddUp()
  }

  @Test func `a void record is kept for a record of another key that waits`() throws {
    let (a, b) = (try alice.create("k"), try alice.create("other"))
    let void = try bob.forge(a)
    let child = try bob.forge(void, b, key: "other")
    let last = try bob.update(child, data: "2")
    try keystore.merge(a, void, child, last)
    try keystore.merge(b)
    #expect(try keystore.standings() == [a.id: 0, void.id: 16, b.id: 0, child.id: 16, last.id: 0])
    #expect(try keystore.heads("other") == [last.id])
  }

  @Test func `a record that its creator was not permitted to make is void`() throws {
    let describing = PermissionRule(verbs: Verbs([.describe]), pattern: .everything)
    keystore.rules.trust = Trust([alice.node: .everything, bob.node: DatedRules(rules: [describing])])
    let a = try alice.create("k")
    #expect(try keystore.merge(a, try bob.delete(a)) == [.applied, Outcome(.notAuthorised)])
    #expect(try keystore.heads("k") == [a.id])
  }
}

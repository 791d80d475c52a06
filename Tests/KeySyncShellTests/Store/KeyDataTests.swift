import KeySyncCore
import KeySyncStore
import Testing

/// Which data is kept, and until when (PROTOCOL section 7.6).
struct KeyDataTests {
  private let keystore: Keystore
  private let alice: Creator
  private let bob: Creator
  private let day = MergeRules.defaultUndoWindow

  init() throws {
    keystore = try Keystore()
    (alice, bob) = (try .alice(), try .bob())
  }

  @Test func `data of live heads is kept, that of what they replace until the undo window ends`() throws {
    let a = try alice.create("k")
    let (b, c) = (try alice.update(a, data: "2"), try bob.update(a, data: "3"))
    try keystore.merge(a)
    try keystore.merge(b, c)
    try erase(after: day - 1)
    #expect(try [a, b, c].map(keystore.holdsData) == [true, true, true])
    try erase(after: 1)
    #expect(try [a, b, c].map(keystore.holdsData) == [false, true, true])
    try erase(after: 10 * day)
    #expect(try [b, c].map(keystore.holdsData) == [true, true])
  }

  @Test func `later changes do not put the erasure off`() throws {
    let a = try alice.create("k")
    let b = try alice.update(a, data: "2")
    try keystore.merge(a, b)
    keystore.now = keystore.now.advanced(byMilliseconds: day / 2)
    try keystore.merge(try alice.update(b, data: "3"))
    try erase(after: day / 2)
    #expect(try [a, b].map(keystore.holdsData) == [false, true])
  }

  @Test func `data that was replaced is gone at once without an undo window`() throws {
    keystore.rules.undoWindow = 0
    let a = try alice.create("k")
    try keystore.merge(a)
    try keystore.merge(try alice.update(a, data: "2"))
    #expect(try !keystore.holdsData(of: a))
  }

  @Test func `a delete leaves the data for the undo window, and one that erases leaves none`() throws {
    let (a, b) = (try alice.create("kept"), try alice.create("erased"))
    try keystore.merge(a, b)
    try keystore.merge(try alice.delete(a), try alice.delete(b, erasing: true))
    #expect(try [a, b].map(keystore.holdsData) == [true, false])
    try erase(after: day)
    #expect(try !keystore.holdsData(of: a))
  }

  @Test func `an erasing delete beside a live head erases nothing that is live`() throws {
    let a = try alice.create("k")
    let b = try bob.update(a, data: "2")
    try keystore.merge(a)
    try keystore.merge(b, try alice.delete(a, erasing: true))
    #expect(try keystore.holdsData(of: b))
    try erase(after: day)
    #expect(try [a, b].map(keystore.holdsData) == [false, true])
  }

  @Test func `data that is needed again within the undo window stays`() throws {
    let a = try alice.create("k")
    let b = try alice.update(a, data: "2")
    try keystore.merge(a, b)
    let described = try bob.describe(a, data: "1", note: "still in use")
    #expect(try keystore.merge(described, withData: false) == [.conflict])
    try erase(after: 2 * day)
    #expect(try [a, b].map(keystore.holdsData) == [true, true])
  }

  @Test func `data that is needed again after its erasure is missing until it comes again`() throws {
    let a = try alice.create("k")
    try keystore.merge(a, try alice.update(a, data: "2"))
    try erase(after: day)
    let described = try bob.describe(a, data: "1", note: "still in use")
    #expect(try keystore.merge(described, withData: false) == [.missingData])
    #expect(try keystore.merge(described, withData: false) == [.missingData])
    #expect(try keystore.merge(described) == [.conflict])
    #expect(try keystore.merge(described) == [.unchanged])
    #expect(try keystore.holdsData(of: described))
  }

  @Test func `data of a waiting record is kept while it waits`() throws {
    let a = try alice.create("k")
    let b = try bob.update(a, data: "2")
    try keystore.merge(b, from: bob.node)
    try erase(after: 2 * day)
    try keystore.merge(a)
    #expect(try keystore.holdsData(of: b))
  }

  @Test func `data is not kept where the record does not enter or is replaced already`() throws {
    let a = try alice.create("k")
    let b = try alice.update(a, data: "2")
    try keystore.merge(a, b, withData: false)
    let forged = try bob.forge(a)
    #expect(try keystore.merge(a, forged) == [.unchanged, Outcome(.badRecord)])
    #expect(try [a, forged].map(keystore.holdsData) == [false, false])
  }

  @Test func `only the data of a head is served`() throws {
    let a = try alice.create("k")
    try keystore.merge(a)
    #expect(try keystore.read { try $0.servedData(of: a) } == Keystore.sealed(a))
    let b = try alice.update(a, data: "2")
    try keystore.merge(b)
    #expect(try keystore.read { try $0.servedData(of: a) } == nil)
    #expect(try keystore.read { try $0.servedData(of: b) } == Keystore.sealed(b))
    let d = try alice.delete(b)
    try keystore.merge(d)
    #expect(try keystore.read { try $0.servedData(of: d) } == nil)
  }

  @Test func `data that was refused leaves the record merged and its data missing`() throws {
    let a = try alice.create("k")
    let change = IncomingChange(record: a, sealedData: nil, dataRefusal: .commitmentMismatch, sender: bob.node)
    #expect(
      try keystore.write { try $0.merge([change], under: keystore.rules, at: keystore.now) } == [
        Outcome(.commitmentMismatch)
      ]
    )
    #expect(try keystore.heads("k") == [a.id])
    #expect(try keystore.merge(a) == [.applied])
  }

  @Test func `data that this node did not select is not kept, and not missed`() throws {
    let a = try alice.create("k")
    let change = IncomingChange(record: a, sealedData: Keystore.sealed(a), isSelected: false, sender: bob.node)
    #expect(try keystore.write { try $0.merge([change], under: keystore.rules, at: keystore.now) } == [.notSelected])
    #expect(try !keystore.holdsData(of: a))
  }

  /// Lets time pass and erases what is due.
  private func erase(after time: Int64) throws {
    keystore.now = keystore.now.advanced(byMilliseconds: time)
    while try keystore.write({ try $0.eraseData(at: keystore.now) }) {}
  }
}

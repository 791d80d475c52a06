import KeySync
import KeySyncCore
import Testing

/// Bytes that nobody but their maker can make: what is wrong with them is named and never mended.
@Suite struct SpoiledBytesTests {
  private let store: SpoiledStore

  init() throws { store = try SpoiledStore() }

  @Test(arguments: [0, 1, 2, 3])
  func `a flipped byte of a record is named, and --rebuild leaves it alone`(quarter: Int) throws {
    let head = try store.node.key("settled").recordID
    try store.flip("signed", of: "record", key: "settled", quarter: quarter)
    let bytes = try store.bytes()
    let derived = try store.derived()
    for isRebuilding in [false, true] {
      let report = try store.verify(rebuilding: isRebuilding)
      let finding = try #require(report.findings.first { $0.kind.isFault })
      #expect(["unreadable-record", "bad-record-signature"].contains(finding.kind.rawValue))
      #expect(finding.key == "settled")
      #expect(finding.recordID == head)
      #expect(finding.kind.advice.contains("restore"))
      #expect(report.counts.filter(\.key.isFault).values.reduce(0, +) == 1)
      #expect(report.findings.contains { $0.kind == .notJudged && $0.key == "settled" })
      #expect(report.mended.isEmpty)
    }
    #expect(try store.bytes() == bytes)
    #expect(try store.derived() == derived)
  }

  @Test func `a flipped byte of the signature is no record's damage but its own`() throws {
    try store.flip("signed", of: "record", key: "other", quarter: 4)
    #expect(try store.faults() == ["bad-record-signature"])
  }

  @Test func `bytes that are no record at all are named`() throws {
    try store.spoil("UPDATE record SET signed = x'd28443' WHERE key = \(SpoiledStore.key("other"))")
    #expect(try store.faults() == ["unreadable-record"])
  }

  @Test func `what is derived elsewhere is mended beside a damaged record`() throws {
    let derived = try store.derived()
    try store.flip("signed", of: "record", key: "other", quarter: 4)
    try store.spoil("UPDATE key SET winner = NULL WHERE id = \(SpoiledStore.key("settled"))")
    let report = try store.verify(rebuilding: true)
    #expect(report.mended.map(\.kind) == [.wrongWinner])
    #expect(report.counts.keys.filter(\.isFault) == [.badRecordSignature])
    #expect(try store.derived() == derived)
  }

  @Test func `a record of another cluster is not signed for this one`() throws {
    let other = try store.node.entering("test")
    try other.put(try keyID("k"), algorithm: .opaque, data: [1])
    #expect(try other.verify().isSound)
    try store.spoil("UPDATE record SET cluster = 1, key = \(SpoiledStore.key("other")) WHERE cluster = 2")
    #expect(try store.faults().contains("bad-record-signature"))
  }

  @Test func `sealed data with a flipped byte does not open`() throws {
    try store.flip("sealed", of: "key_data", key: "other", quarter: 2)
    #expect(try store.faults() == ["unreadable-data"])
    #expect(try store.verify(rebuilding: true).findings.first { $0.kind.isFault }?.key == "other")
  }

  @Test func `sealed data opens for its own key alone`() throws {
    try store.spoil(
      """
      CREATE TEMP TABLE swap AS SELECT key, sealed FROM key_data
        WHERE key IN (\(SpoiledStore.key("other")), \(SpoiledStore.key("settled"))) AND erase_after IS NULL;
      UPDATE key_data SET sealed = (SELECT sealed FROM swap WHERE swap.key <> key_data.key)
        WHERE key IN (SELECT key FROM swap) AND erase_after IS NULL
      """
    )
    let report = try store.verify()
    #expect(report.counts[.unreadableData] == 2)
    #expect(Set(report.findings.filter(\.kind.isFault).compactMap(\.key)) == ["other", "settled"])
  }

  @Test func `a winner that is no record is made anew`() throws {
    try store.spoil("UPDATE key SET winner = 999 WHERE id = \(SpoiledStore.key("settled"))")
    #expect(try store.faults() == ["wrong-winner"])
    #expect(try store.verify(rebuilding: true).isSound)
  }

  @Test func `a reference to nothing is named`() throws {
    try store.spoil("INSERT INTO foreign_parent (cluster, parent, record) VALUES (1, x'00', 999)")
    #expect(try store.faults() == ["damaged-file"])
  }
}

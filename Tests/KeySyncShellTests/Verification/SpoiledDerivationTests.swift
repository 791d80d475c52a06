import KeySync
import KeySyncCore
import Testing

/// What is derived and noted wrongly: it is named by its word, and mended.
@Suite struct SpoiledDerivationTests {
  struct Spoiling: Sendable, CustomTestStringConvertible {
    let what: String
    let sql: String
    let words: Set<String>

    var testDescription: String { what }

    init(_ what: String, _ sql: String, _ words: String...) {
      (self.what, self.sql, self.words) = (what, sql, Set(words))
    }
  }

  private static let settled = SpoiledStore.key("settled")
  private static let contested = SpoiledStore.key("contested")

  static let spoilings = [
    Spoiling(
      "an entered record that is noted as void",
      "UPDATE record SET standing = 16 WHERE key = \(settled) AND is_head",
      "wrong-standing"
    ),
    Spoiling(
      "a standing that is none",
      "UPDATE record SET standing = 250 WHERE key = \(settled)",
      "wrong-standing"
    ),
    Spoiling(
      "a void record that is noted as entered",
      "UPDATE record SET standing = 0 WHERE standing = 16 AND key = \(SpoiledStore.key("forged"))",
      "wrong-standing"
    ),
    Spoiling(
      "a waiting record that is noted as entered",
      "UPDATE record SET standing = 0 WHERE standing = 22",
      "wrong-standing"
    ),
    Spoiling("a head that is not marked", "UPDATE record SET is_head = 0 WHERE key = \(settled)", "wrong-head"),
    Spoiling("a record that is marked as a head", "UPDATE record SET is_head = 1 WHERE key = \(settled)", "wrong-head"),
    Spoiling(
      "an older record that is noted as the winner",
      "UPDATE key SET winner = (SELECT min(id) FROM record WHERE key = \(settled)) WHERE id = \(settled)",
      "wrong-winner"
    ),
    Spoiling(
      "another key's record that is noted as the winner",
      "UPDATE key SET winner = (SELECT id FROM record WHERE key <> \(settled)) WHERE id = \(settled)",
      "wrong-winner"
    ),
    Spoiling("no winner", "UPDATE key SET winner = NULL WHERE id = \(settled)", "wrong-winner"),
    Spoiling(
      "the loser of a conflict that is noted as the winner",
      """
      UPDATE key SET winner = (SELECT id FROM record WHERE key = \(contested) AND id <> key.winner)
      WHERE id = \(contested)
      """,
      "wrong-winner"
    ),
    Spoiling("a conflict that is not noted", "UPDATE key SET conflict = NULL", "wrong-conflict"),
    Spoiling(
      "a conflict that is none",
      "UPDATE key SET conflict = 'version-conflict' WHERE id = \(settled)",
      "wrong-conflict"
    ),
    Spoiling("a number of heads", "UPDATE cluster SET head_count = head_count + 1", "wrong-head-sum"),
    Spoiling("a number of heads below zero", "UPDATE cluster SET head_count = -1", "wrong-head-sum"),
    Spoiling("a sum of heads", "UPDATE cluster SET head_sum = randomblob(32)", "wrong-head-sum"),
    Spoiling("a sum that is none", "UPDATE cluster SET head_sum = x'00'", "wrong-head-sum"),
    Spoiling("parents that are not waited for", "DELETE FROM waiting_parent", "wrong-parents"),
    Spoiling(
      "parents that need not be waited for",
      "INSERT INTO waiting_parent SELECT cluster, randomblob(32), id FROM record WHERE key = \(settled)",
      "wrong-parents"
    ),
    Spoiling("parents of another key that are not noted", "DELETE FROM foreign_parent", "wrong-parents"),
    Spoiling("data that is needed and to be erased", "UPDATE key_data SET erase_after = 1", "wrong-erasure"),
    Spoiling("data that is never to be erased", "UPDATE key_data SET erase_after = NULL", "wrong-erasure"),
    Spoiling(
      "a time that is not the record's",
      "UPDATE record SET last_modified = last_modified + 5000 WHERE key = \(settled) AND is_head",
      "wrong-column"
    ),
    Spoiling(
      "a time before all times",
      "UPDATE record SET last_modified = -1 WHERE key = \(settled) AND is_head",
      "wrong-column"
    ),
    Spoiling(
      "an id that is not the record's",
      "UPDATE record SET record_id = zeroblob(32) WHERE key = \(settled) AND is_head",
      "wrong-column",
      "wrong-head-sum"
    ),
    Spoiling(
      "a record that stands under another key",
      "UPDATE record SET key = \(settled) WHERE key = \(SpoiledStore.key("other"))",
      "wrong-column",
      "wrong-winner",
      "wrong-erasure"
    ),
  ]

  @Test(arguments: spoilings)
  func `it is named by its word, and mended to what it was`(spoiling: Spoiling) throws {
    let store = try SpoiledStore()
    let (derived, bytes) = (try store.derived(), try store.bytes())
    try store.spoil(spoiling.sql)
    #expect(try store.faults() == spoiling.words)
    let report = try store.verify(rebuilding: true)
    #expect(report.isSound, "\(report.findings)")
    #expect(Set(report.mended.map(\.kind.rawValue)) == spoiling.words)
    #expect(try store.faults().isEmpty)
    #expect(try store.derived() == derived)
    #expect(try store.bytes() == bytes)
  }

  @Test func `several things at once are mended together`() throws {
    let store = try SpoiledStore()
    let derived = try store.derived()
    for sql in [
      "UPDATE record SET standing = 16, is_head = 1", "UPDATE key SET winner = NULL, conflict = NULL",
      "UPDATE cluster SET head_sum = x''", "DELETE FROM waiting_parent", "DELETE FROM foreign_parent",
    ] { try store.spoil(sql) }
    #expect(try !store.verify().isSound)
    #expect(try store.verify(rebuilding: true).isSound)
    #expect(try store.derived() == derived)
  }
}

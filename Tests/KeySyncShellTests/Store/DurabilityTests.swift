import Foundation
import GRDB
import KeySyncCore
import KeySyncStore
import KeySyncTestSupport
import Testing

/// What the store promises of its file.
struct DurabilityTests {
  @Test(arguments: [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"), ("secure_delete", "1")])
  func `a writer's connection keeps the promise`(pragma: String, value: String) throws {
    let keystore = try Keystore()
    let found = try keystore.store.write { db in
      try #require(try Row.fetchOne(db, sql: "PRAGMA \(pragma)"))[0] as DatabaseValue
    }
    #expect(found.storage.value.map { "\($0)" } == value)
  }

  @Test func `a file that a newer version wrote is refused and left as it is`() throws {
    let keystore = try Keystore()
    try keystore.store.write { db in
      try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('999 from the future')")
    }
    let path = keystore.directory.file("keysync.db")
    #expect(throws: StoreError.newerVersion(path: path)) { try Store(path: path) }
    let identifiers = try keystore.store.read { db in
      try String.fetchAll(db, sql: "SELECT identifier FROM grdb_migrations")
    }
    #expect(identifiers.contains("999 from the future"))
  }

  @Test func `a transaction that fails leaves nothing behind`() throws {
    struct Failure: Error {}
    let keystore = try Keystore()
    let record = try Creator.alice().create("a")
    #expect(throws: Failure.self) {
      try keystore.write { transaction in
        let change = IncomingChange(record: record, sealedData: Keystore.sealed(record), sender: nil)
        _ = try transaction.merge([change], under: keystore.rules, at: keystore.now)
        throw Failure()
      }
    }
    #expect(try keystore.standings().isEmpty)
    try keystore.expectHeadsAddUp()
  }

  @Test func `processes that open a new store at the same time all find it whole`() async throws {
    for _ in 0..<25 {
      let directory = try TemporaryDirectory()
      let path = directory.file("keysync.db")
      try await withThrowingTaskGroup(of: Int64.self) { group in
        for _ in 0..<4 {
          group.addTask {
            let store = try Store(path: path)
            return try store.read { try Int64.fetchOne($0, sql: "SELECT count(*) FROM cluster") ?? -1 }
          }
        }
        for try await clusters in group { #expect(clusters == 0) }
      }
    }
  }

  @Test func `another process's commit changes the data version`() throws {
    let keystore = try Keystore()
    let other = try Store(path: keystore.directory.file("keysync.db"))
    let before = try keystore.store.dataVersion()
    #expect(try keystore.store.dataVersion() == before)
    _ = try other.cluster(try #require(ClusterName("elsewhere")))
    #expect(try keystore.store.dataVersion() != before)
  }
}

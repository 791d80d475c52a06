import Foundation
import GRDB
import KeySyncCore

extension ClusterTransaction {
  /// How many records are held, void and waiting ones too.
  package func recordCount() throws -> Int {
    try value("SELECT count(*) FROM record WHERE cluster = ?", [cluster]) ?? 0
  }

  /// Hands on every record that is held, key by key and within a key in the order of arrival, so that a record comes after its
  /// parents unless it waited for them. One is in memory at a time: in the order of this index nothing has to be sorted.
  package func forEachRecord(_ body: (HistoryEntry) throws -> Void) throws {
    let cursor = try Row.fetchCursor(
      db.cachedStatement(sql: "SELECT * FROM record INDEXED BY record_of_key WHERE cluster = ? ORDER BY key, id"),
      arguments: [cluster]
    )
    while let row = try cursor.next() { try body(try HistoryEntry(row)) }
  }

  /// Which of some records are held, whatever their standing.
  package func held(among ids: [RecordID]) throws -> Set<RecordID> {
    Set(try ids.filter { try recordRow($0) != nil })
  }

  /// Which of some records wait for a parent.
  package func waiting(among ids: [RecordID]) throws -> Set<RecordID> {
    Set(
      try ids.filter {
        try row("SELECT 1 FROM record WHERE cluster = ? AND record_id = ? AND standing = 22", [cluster, $0]) != nil
      }
    )
  }
}

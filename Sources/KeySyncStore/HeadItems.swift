import Foundation
import GRDB
import KeySyncCore

extension ClusterTransaction {
  /// The heads of all keys as reconciliation sees them, in its order, handed on one by one: that is the quickest order to fill
  /// an index in.
  package func forEachHead(_ body: (NegentropyItem) throws -> Void) throws {
    // The plus keeps SQLite from walking the index of record ids, from which it would jump to each row.
    let statement = try db.cachedStatement(
      sql: """
        SELECT record_id, last_modified FROM record WHERE +cluster = ? AND is_head
        ORDER BY last_modified / 1000, record_id
        """
    )
    let cursor = try Row.fetchCursor(statement, arguments: [cluster])
    while let row = try cursor.next() {
      try body(NegentropyItem(lastModified: try row.required("last_modified"), id: try row.required("record_id")))
    }
  }
}

import Foundation
import GRDB
import KeySyncCore

extension ClusterTransaction {
  /// The heads of all keys as reconciliation sees them, in its order, handed on one by one: that is the quickest order to fill
  /// an index in. They are sorted here, in 40 bytes each, as SQLite takes longer for it.
  package func forEachHead(_ body: (NegentropyItem) throws -> Void) throws {
    var heads: [NegentropyItem] = []
    // The plus keeps SQLite from walking the index of record ids, from which it would jump to each row.
    let select = "SELECT record_id, last_modified FROM record WHERE +cluster = ? AND is_head"
    let cursor = try Row.fetchCursor(db.cachedStatement(sql: select), arguments: [cluster])
    while let row = try cursor.next() { heads.append(try NegentropyItem(row)) }
    heads.sort()
    for head in heads { try body(head) }
  }
}

extension NegentropyItem {
  /// From a row with a record's id and time.
  fileprivate init(_ row: Row) throws {
    guard let id = row.bytes32(at: 0), let time = Int64.fromDatabaseValue(row[1]) else {
      throw StoreError.damaged("a head")
    }
    self.init(lastModified: WallTime(milliseconds: time), id: RecordID(id))
  }
}

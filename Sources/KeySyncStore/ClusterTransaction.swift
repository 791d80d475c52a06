import GRDB
import KeySyncCore

/// One cluster's part of the store, for as long as it stays open.
package struct ClusterHandle: Sendable, Hashable {
  let id: Int64
  package let name: ClusterName
}

/// A transaction in one cluster: what is read in it belongs together, and what is written becomes durable together.
package struct ClusterTransaction {
  let db: Database
  let cluster: Int64
  /// Where decisions are noted; nil where nobody asks for them.
  let log: DecisionLog?
  let direct: DirectStatements

  init(_ db: Database, _ cluster: ClusterHandle, log: DecisionLog? = nil) {
    self.db = db
    self.cluster = cluster.id
    self.log = log
    direct = DirectStatements(db)
  }

  // MARK: Statements, prepared once per connection

  func execute(_ sql: String, _ arguments: StatementArguments) throws {
    try db.cachedStatement(sql: sql).execute(arguments: arguments)
  }

  func row(_ sql: String, _ arguments: StatementArguments) throws -> Row? {
    try Row.fetchOne(db.cachedStatement(sql: sql), arguments: arguments)
  }

  func rows(_ sql: String, _ arguments: StatementArguments) throws -> [Row] {
    try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
  }

  func value<Value: DatabaseValueConvertible>(_ sql: String, _ arguments: StatementArguments) throws -> Value? {
    try Value.fetchOne(db.cachedStatement(sql: sql), arguments: arguments)
  }
}

extension Store {
  /// The cluster of that name, made where it is not there yet.
  package func cluster(_ name: ClusterName) throws -> ClusterHandle {
    if let id = try read({ try Self.clusterID(name, $0) }) { return ClusterHandle(id: id, name: name) }
    return try write { db in
      try db.execute(sql: "INSERT INTO cluster (name) VALUES (?) ON CONFLICT DO NOTHING", arguments: [name.text])
      guard let id = try Self.clusterID(name, db) else { throw StoreError.damaged("cluster") }
      return ClusterHandle(id: id, name: name)
    }
  }

  static func clusterID(_ name: ClusterName, _ db: Database) throws -> Int64? {
    try Int64.fetchOne(db, sql: "SELECT id FROM cluster WHERE name = ?", arguments: [name.text])
  }
}

import Foundation
import GRDB
import KeySyncCore

extension Store {
  /// Reads one cluster of a store that is not opened for writing, made or migrated.
  ///
  /// - Returns: nil where there is no store yet, where it was made by an older version, or where it does not know the cluster.
  /// - Throws: `StoreError.newerVersion`, what GRDB throws, and what the body throws.
  package static func look<Value>(
    at path: String,
    _ cluster: ClusterName,
    _ body: (ClusterTransaction) throws -> Value
  ) throws -> Value? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    var configuration = Configuration()
    configuration.readonly = true
    return try DatabaseQueue(path: path, configuration: configuration).read { db in
      let migrator = Schema.migrator
      guard try !migrator.hasBeenSuperseded(db) else { throw StoreError.newerVersion(path: path) }
      guard try migrator.hasCompletedMigrations(db), let id = try clusterID(cluster, db) else { return nil }
      return try body(ClusterTransaction(db, ClusterHandle(id: id, name: cluster)))
    }
  }
}

import GRDB
import KeySyncCore

/// The tables, as a list of migrations that is only ever appended to.
package enum Schema {
  package static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { db in
      for tables in [clusters, records, messages, refusals] { try db.execute(sql: tables) }
    }
    migrator.registerMigration("decided conflicts") { try $0.execute(sql: decidedConflicts) }
    migrator.registerMigration("reconciliation") { try $0.execute(sql: reconciliation) }
    migrator.registerMigration("outbox that gives up") { try $0.execute(sql: givingUp) }
    migrator.registerMigration("lanes") { try $0.execute(sql: lanes) }
    migrator.registerMigration("less per change") { try $0.execute(sql: lessPerChange) }
    migrator.registerMigration("numbered senders") { try $0.execute(sql: numberedSenders) }
    return migrator
  }

  /// The codes of outcomes by which a peer has a record or may still take it: all others mean that it will not (PROTOCOL
  /// section 8).
  static let hopefulOutcomes = "0, 1, 2, 3, 9, 14, 15, 22, 23"
  /// The codes of outcomes by which a peer has a record.
  static let installedOutcomes = "0, 1, 2, 3, \(Outcome.notSelected.code)"
}

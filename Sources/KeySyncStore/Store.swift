import CSQLite
import Foundation
import GRDB
import KeySyncCore
import Synchronization

/// A node's keystore: one SQLite file that several processes may have open. A transaction that returned is on disk.
package final class Store: Sendable {
  private let database: any DatabaseWriter
  private let connections: Connections
  let path: String
  /// The connection that sees other processes' commits: opened when somebody first asks for them.
  private let watcher = Mutex<DatabaseQueue?>(nil)
  private let beforeCommit: (@Sendable () throws -> Void)?
  private let afterCommit: (@Sendable ([StoreDecision]) -> Void)?

  /// How long a writer waits for another process's transaction, in seconds.
  static let busyTimeout = 5.0
  /// Pages written to the log before it is moved into the file: ten times SQLite's default halves the cost of a change.
  private static let checkpointPages = 10_000
  /// What a connection keeps of the file in memory, where SQLite's default is 2 MiB: record ids are random, so that a batch
  /// touches pages all over their index.
  private static let cacheKibibytes = 16 * 1024

  /// Opens the store, making or migrating it where needed. The caller has checked the directory and set the umask.
  ///
  /// - Parameters:
  ///   - connections: whether reading goes on beside writing, or takes turns with it on one connection. For simulations, where
  ///     nothing happens at the same time and opening costs more than waiting.
  ///   - beforeCommit: called at the end of every transaction; when it throws, nothing is written. For simulations of crashes.
  ///   - afterCommit: given what each transaction decided. For simulations that keep a second account.
  /// - Throws: `StoreError`, or GRDB's `DatabaseError`.
  package init(
    path: String,
    connections: Connections = .many,
    beforeCommit: (@Sendable () throws -> Void)? = nil,
    afterCommit: (@Sendable ([StoreDecision]) -> Void)? = nil
  ) throws {
    self.beforeCommit = beforeCommit
    self.afterCommit = afterCommit
    self.path = path
    self.connections = connections
    database = try OpeningLock.withLock(storePath: path) { try Self.open(path, connections) }
  }

  /// Where the file is, with a slash at the end.
  var directory: String { Self.directory(of: path) }

  static func directory(of path: String) -> String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./" }

  /// How many connections a store reads and writes by.
  package enum Connections: Sendable {
    case many, one
  }

  /// Memory is not counted, which nobody asks for: SQLite would take a lock for each piece of it.
  private static let withoutCounting: Void = { _ = keysync_sqlite_count_no_memory() }()

  private static func open(_ path: String, _ connections: Connections) throws -> any DatabaseWriter {
    withoutCounting
    let database: any DatabaseWriter =
      switch connections {
      case .many: try DatabasePool(path: path, configuration: configuration)
      case .one: try DatabaseQueue(path: path, configuration: alone(configuration))
      }
    try database.writeWithoutTransaction(demandDurability)
    let migrator = Schema.migrator
    guard try !database.read(migrator.hasBeenSuperseded) else { throw StoreError.newerVersion(path: path) }
    try migrator.migrate(database)
    return database
  }

  /// Without other connections there are no locks to take and give back, and no log that has to be there for them.
  private static func alone(_ configuration: Configuration) -> Configuration {
    var configuration = configuration
    configuration.journalMode = .default
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL") }
    return configuration
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(busyTimeout)
    configuration.journalMode = .wal
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA secure_delete = ON")
      try db.execute(sql: "PRAGMA wal_autocheckpoint = \(checkpointPages)")
      try db.execute(sql: "PRAGMA cache_size = -\(cacheKibibytes)")
    }
    return configuration
  }

  /// Reads a consistent state.
  ///
  /// With one connection nobody writes meanwhile; to forbid the body to would make SQLite compile its statements anew each time.
  package func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    switch connections {
    case .many: try database.read(body)
    case .one: try database.unsafeRead(body)
    }
  }

  /// All or nothing; on disk when it returns.
  package func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try database.write { db in
      let value = try body(db)
      try beforeCommit?()
      return value
    }
  }

  /// Reads a consistent state of one cluster.
  package func read<Value>(_ cluster: ClusterHandle, _ body: (ClusterTransaction) throws -> Value) throws -> Value {
    try read { try body(ClusterTransaction($0, cluster)) }
  }

  /// Changes one cluster: all or nothing; on disk when it returns.
  package func write<Value>(_ cluster: ClusterHandle, _ body: (ClusterTransaction) throws -> Value) throws -> Value {
    let log = afterCommit == nil ? nil : DecisionLog()
    let value = try write { try body(ClusterTransaction($0, cluster, log: log)) }
    if let log { afterCommit?(log.decisions) }
    return value
  }

  /// A number that differs from the one before when any process has committed in between.
  package func dataVersion() throws -> Int64 {
    let watcher = try watcher.withLock { watcher in
      if let watcher { return watcher }
      var configuration = Self.configuration
      configuration.readonly = true
      let opened = try DatabaseQueue(path: path, configuration: configuration)
      watcher = opened
      return opened
    }
    return try watcher.read { try Int64.fetchOne($0, sql: "PRAGMA data_version") ?? 0 }
  }

  /// GRDB sets NORMAL after `prepareDatabase`, which may lose the last commits with the power.
  private static func demandDurability(_ db: Database) throws {
    try db.execute(sql: "PRAGMA synchronous = FULL")
    guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2 else { throw StoreError.notDurable("synchronous") }
    guard try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal" else {
      throw StoreError.notDurable("journal_mode")
    }
  }
}

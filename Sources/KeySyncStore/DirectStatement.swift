import GRDB
import GRDBSQLite
import KeySyncCore

/// The few statements that every batch, change and message goes through, by SQLite's own interface: through GRDB their values are boxed
/// and copied, which takes as long as the statement itself. They are prepared, and their transaction kept, by GRDB all the same.
extension ClusterTransaction {
  /// Executes a statement that gives no rows.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  func executeDirectly<each Value: StatementBinding>(_ sql: StaticString, _ values: repeat each Value) throws {
    let statement = try direct.statement(sql)
    defer { statement.end() }
    try statement.begin(repeat each values)
    _ = try statement.next()
  }

  /// Lends the first row of what a statement gives; nil where it gives none.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  func firstDirectly<Result, each Value: StatementBinding>(
    _ sql: StaticString,
    _ values: repeat each Value,
    read: (DirectRow) -> Result
  ) throws -> Result? {
    let statement = try direct.statement(sql)
    defer { statement.end() }
    try statement.begin(repeat each values)
    return try statement.next().map(read)
  }

  /// Lends the rows that a statement gives, one after another.
  ///
  /// - Throws: GRDB's `DatabaseError`, and what the body throws.
  func forEachDirectly<each Value: StatementBinding>(
    _ sql: StaticString,
    _ values: repeat each Value,
    body: (DirectRow) throws -> Void
  ) throws {
    let statement = try direct.statement(sql)
    defer { statement.end() }
    try statement.begin(repeat each values)
    while let row = try statement.next() { try body(row) }
  }
}

/// The statements of a transaction, found again by the place that their text has in the program, without reading it.
@safe final class DirectStatements {
  private let db: Database
  private var prepared: [UnsafePointer<UInt8>: DirectStatement] = unsafe [:]

  init(_ db: Database) { self.db = db }

  fileprivate func statement(_ sql: StaticString) throws -> DirectStatement {
    if let statement = unsafe prepared[sql.utf8Start] { return statement }
    let statement = try DirectStatement(sql.description, db)
    unsafe prepared[sql.utf8Start] = statement
    return statement
  }
}

/// A statement, and the rows that it gives, one after another. Of one text there is one at a time, which ends before its
/// transaction does.
@safe final class DirectStatement {
  private let prepared: Statement
  private let statement: OpaquePointer
  private let db: Database

  /// The statement gives nothing before it has begun.
  init(_ sql: String, _ db: Database) throws {
    self.db = db
    prepared = try db.cachedStatement(sql: sql)
    unsafe statement = prepared.sqliteStatement
  }

  deinit { end() }

  /// Begins, or begins anew, with these values.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  func begin<each Value: StatementBinding>(_ values: repeat each Value) throws {
    end()
    var count: CInt = 0
    for value in repeat each values { try bind(value, &count) }
    demandAllBound(count)
  }

  /// The same with values whose number is not known before.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  func begin(_ values: [any StatementBinding]) throws {
    end()
    var count: CInt = 0
    for value in values { try bind(value, &count) }
    demandAllBound(count)
  }

  private func bind(_ value: some StatementBinding, _ count: inout CInt) throws {
    count += 1
    let code = unsafe value.bind(to: statement, at: count)
    guard code == SQLITE_OK else { throw failure(code) }
  }

  /// What is not bound keeps the value of the time before.
  private func demandAllBound(_ count: CInt) {
    unsafe precondition(sqlite3_bind_parameter_count(statement) == count, "every value is bound")
  }

  /// Lends the next row, until the one after it is asked for; nil when there is none.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  func next() throws -> DirectRow? {
    switch unsafe sqlite3_step(statement) {
    case SQLITE_ROW: return unsafe DirectRow(statement)
    case SQLITE_DONE: return nil
    case let code: throw failure(code)
    }
  }

  func end() { unsafe sqlite3_reset(statement) }

  private func failure(_ code: CInt) -> DatabaseError {
    let message = unsafe db.sqliteConnection.flatMap { unsafe sqlite3_errmsg($0) }.map { unsafe String(cString: $0) }
    return DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: prepared.sql)
  }
}

/// The columns of a row, for as long as it is lent.
@safe struct DirectRow {
  private let statement: OpaquePointer

  fileprivate init(_ statement: OpaquePointer) { unsafe self.statement = statement }

  /// Zero for null.
  func integer(_ column: CInt) -> Int64 { unsafe sqlite3_column_int64(statement, column) }

  func flag(_ column: CInt) -> Bool { integer(column) != 0 }

  func time(_ column: CInt) -> WallTime? {
    unsafe sqlite3_column_type(statement, column) == SQLITE_NULL ? nil : WallTime(milliseconds: integer(column))
  }

  func isNull(_ column: CInt) -> Bool { unsafe sqlite3_column_type(statement, column) == SQLITE_NULL }

  /// Nil for null.
  func text(_ column: CInt) -> String? {
    guard let start = unsafe sqlite3_column_text(statement, column) else { return nil }
    let count = unsafe Int(sqlite3_column_bytes(statement, column))
    return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// Nil for null, and for anything that is not 32 bytes long.
  func bytes32(_ column: CInt) -> Bytes32? { unsafe Bytes32(sqliteStatement: statement, index: column) }

  /// Nil for null, and where there is not a single byte.
  func bytes(_ column: CInt) -> [UInt8]? {
    guard let start = unsafe sqlite3_column_blob(statement, column) else { return nil }
    let count = unsafe Int(sqlite3_column_bytes(statement, column))
    return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  }
}

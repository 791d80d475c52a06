import GRDB
import GRDBSQLite
import KeySyncCore

/// A value on its way into a statement.
enum Binding {
  case null
  case integer(Int64)
  case text(String)
  case bytes32(Bytes32)
  case bytes([UInt8])

  static func integer(_ number: Int) -> Binding { .integer(Int64(number)) }
  static func flag(_ flag: Bool) -> Binding { .integer(flag ? 1 : 0) }
  static func time(_ time: WallTime) -> Binding { .integer(time.milliseconds) }
  static func key(_ key: KeyID) -> Binding { .text(key.text) }
  static func record(_ record: RecordID) -> Binding { .bytes32(record.digest) }
  static func node(_ node: NodeID) -> Binding { .bytes32(node.publicKey) }
}

/// The few statements that every change and message goes through, by SQLite's own interface: through GRDB their values are boxed
/// and copied, which takes as long as the statement itself. They are prepared, and their transaction kept, by GRDB all the same.
extension ClusterTransaction {
  /// Executes a statement that gives no rows.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  func executeDirectly(_ sql: String, _ bindings: [Binding]) throws {
    _ = try firstDirectly(sql, bindings) { _ in }
  }

  /// Lends the first row of what a statement gives; nil where it gives none.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  func firstDirectly<Value>(_ sql: String, _ bindings: [Binding], _ read: (DirectRow) -> Value) throws -> Value? {
    let statement = unsafe try db.cachedStatement(sql: sql).sqliteStatement
    defer { unsafe sqlite3_reset(statement) }
    unsafe try bind(bindings, to: statement, sql)
    switch unsafe sqlite3_step(statement) {
    case SQLITE_ROW: return unsafe read(DirectRow(statement))
    case SQLITE_DONE: return nil
    case let code: throw failure(code, sql)
    }
  }

  fileprivate func bind(_ bindings: [Binding], to statement: OpaquePointer, _ sql: String) throws {
    // What is not bound keeps the value of the time before.
    unsafe precondition(Int(sqlite3_bind_parameter_count(statement)) == bindings.count, "every value is bound")
    for (index, binding) in zip(CInt(1)..., bindings) {
      let code = unsafe binding.bind(to: statement, at: index)
      guard code == SQLITE_OK else { throw failure(code, sql) }
    }
  }

  fileprivate func failure(_ code: CInt, _ sql: String) -> DatabaseError {
    let message = unsafe db.sqliteConnection.flatMap { unsafe sqlite3_errmsg($0) }.map { unsafe String(cString: $0) }
    return DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: sql)
  }
}

/// The rows of a statement, one after another, by SQLite's own interface. Of one statement there is one at a time, which ends
/// before its transaction does.
@safe final class DirectRows {
  private let transaction: ClusterTransaction
  private let sql: String
  private let statement: OpaquePointer

  /// The statement gives nothing before it has begun.
  init(_ sql: String, _ transaction: ClusterTransaction) throws {
    (self.transaction, self.sql) = (transaction, sql)
    unsafe statement = try transaction.db.cachedStatement(sql: sql).sqliteStatement
  }

  deinit { unsafe sqlite3_reset(statement) }

  /// Begins, or begins anew, with these values.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  func begin(_ bindings: [Binding]) throws {
    unsafe sqlite3_reset(statement)
    unsafe try transaction.bind(bindings, to: statement, sql)
  }

  /// Lends the next row, until the one after it is asked for; nil when there is none.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  func next() throws -> DirectRow? {
    switch unsafe sqlite3_step(statement) {
    case SQLITE_ROW: return unsafe DirectRow(statement)
    case SQLITE_DONE: return nil
    case let code: throw transaction.failure(code, sql)
    }
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

extension Binding {
  /// SQLite copies what is bound.
  fileprivate func bind(to statement: OpaquePointer, at index: CInt) -> CInt {
    let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    switch self {
    case .null: return unsafe sqlite3_bind_null(statement, index)
    case .integer(let number): return unsafe sqlite3_bind_int64(statement, index, number)
    case .text(var text):
      return text.withUTF8 { utf8 in
        unsafe utf8.withMemoryRebound(to: CChar.self) {
          unsafe sqlite3_bind_text(statement, index, $0.baseAddress, CInt($0.count), copied)
        }
      }
    case .bytes32(let bytes):
      return unsafe bytes.withBytes {
        unsafe sqlite3_bind_blob(statement, index, $0.baseAddress, CInt($0.count), copied)
      }
    case .bytes(let bytes):
      return unsafe bytes.withUnsafeBytes {
        unsafe sqlite3_bind_blob(statement, index, $0.baseAddress, CInt($0.count), copied)
      }
    }
  }
}

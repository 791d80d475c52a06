import Foundation
import GRDB
import GRDBSQLite
import KeySyncCore

// How the vocabulary is written into columns: ids as blobs, times as integers (milliseconds), names as text. GRDB makes database
// values of them; what binds them to a statement directly writes the same.

/// Bytes on their way into a column.
struct Blob: StatementBinding {
  let bytes: [UInt8]

  /// SQLite copies what is bound.
  func bind(to statement: SQLiteStatement, at index: CInt) -> CInt {
    unsafe bytes.withUnsafeBytes { unsafe bindBlob($0, to: statement, at: index) }
  }
}

private func bindBlob(_ bytes: UnsafeRawBufferPointer, to statement: SQLiteStatement, at index: CInt) -> CInt {
  let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)  // SQLITE_TRANSIENT
  return unsafe sqlite3_bind_blob(statement, index, bytes.baseAddress, CInt(bytes.count), copied)
}

extension Bytes32: DatabaseValueConvertible {
  /// As a column holds it.
  public var databaseValue: DatabaseValue { unsafe withBytes { unsafe Data($0) }.databaseValue }

  /// Straight into a statement.
  public func bind(to statement: SQLiteStatement, at index: CInt) -> CInt {
    unsafe withBytes { unsafe bindBlob($0, to: statement, at: index) }
  }

  /// Nil for anything that `databaseValue` does not give.
  public static func fromDatabaseValue(_ value: DatabaseValue) -> Bytes32? {
    Data.fromDatabaseValue(value).flatMap { Bytes32([UInt8]($0)) }
  }
}

extension Bytes32: StatementColumnConvertible {
  /// Straight from a row, without a `Data` in between.
  public init?(sqliteStatement: SQLiteStatement, index: CInt) {
    guard unsafe sqlite3_column_bytes(sqliteStatement, index) == Self.count,
      let start = unsafe sqlite3_column_blob(sqliteStatement, index)
    else { return nil }
    unsafe self.init(UnsafeRawBufferPointer(start: start, count: Self.count))
  }
}

extension RecordID: DatabaseValueConvertible {
  /// As a column holds it.
  public var databaseValue: DatabaseValue { digest.databaseValue }

  /// Straight into a statement.
  public func bind(to statement: SQLiteStatement, at index: CInt) -> CInt {
    unsafe digest.bind(to: statement, at: index)
  }

  /// Nil for anything that `databaseValue` does not give.
  public static func fromDatabaseValue(_ value: DatabaseValue) -> RecordID? {
    Bytes32.fromDatabaseValue(value).map(RecordID.init)
  }
}

extension NodeID: DatabaseValueConvertible {
  /// As a column holds it.
  public var databaseValue: DatabaseValue { publicKey.databaseValue }

  /// Straight into a statement.
  public func bind(to statement: SQLiteStatement, at index: CInt) -> CInt {
    unsafe publicKey.bind(to: statement, at: index)
  }

  /// Nil for anything that `databaseValue` does not give.
  public static func fromDatabaseValue(_ value: DatabaseValue) -> NodeID? {
    Bytes32.fromDatabaseValue(value).map(NodeID.init(publicKey:))
  }
}

extension MessageID: DatabaseValueConvertible {
  /// As a column holds it.
  public var databaseValue: DatabaseValue { Data(bytes).databaseValue }

  /// Straight into a statement.
  public func bind(to statement: SQLiteStatement, at index: CInt) -> CInt {
    unsafe Blob(bytes: bytes).bind(to: statement, at: index)
  }

  /// Nil for anything that `databaseValue` does not give.
  public static func fromDatabaseValue(_ value: DatabaseValue) -> MessageID? {
    Data.fromDatabaseValue(value).flatMap { MessageID($0) }
  }
}

extension WallTime: DatabaseValueConvertible {
  /// As a column holds it.
  public var databaseValue: DatabaseValue { milliseconds.databaseValue }

  /// Straight into a statement.
  public func bind(to statement: SQLiteStatement, at index: CInt) -> CInt {
    unsafe milliseconds.bind(to: statement, at: index)
  }

  /// Nil for anything that `databaseValue` does not give.
  public static func fromDatabaseValue(_ value: DatabaseValue) -> WallTime? {
    Int64.fromDatabaseValue(value).map(WallTime.init(milliseconds:))
  }
}

extension KeyID: DatabaseValueConvertible {
  /// As a column holds it.
  public var databaseValue: DatabaseValue { text.databaseValue }

  /// Straight into a statement.
  public func bind(to statement: SQLiteStatement, at index: CInt) -> CInt {
    unsafe text.bind(to: statement, at: index)
  }

  /// Nil for anything that `databaseValue` does not give.
  public static func fromDatabaseValue(_ value: DatabaseValue) -> KeyID? {
    String.fromDatabaseValue(value).flatMap { KeyID($0) }
  }
}

extension Row {
  /// A column that the schema promises.
  ///
  /// - Throws: `StoreError.damaged` when it holds something else.
  func required<Value: DatabaseValueConvertible>(_ column: String, as _: Value.Type = Value.self) throws -> Value {
    guard let value = Value.fromDatabaseValue(self[column]) else { throw StoreError.damaged("column \(column)") }
    return value
  }

  /// A blob column.
  func bytes(_ column: String) throws -> [UInt8] { [UInt8](try required(column, as: Data.self)) }

  /// A column of 32 bytes by its place, for many rows, as looking names up takes long. Nil where there are more or fewer.
  func bytes32(at index: Int) -> Bytes32? { (try? decode(Bytes32?.self, atIndex: index)) ?? nil }
}

import GRDB

/// Reads what belongs to keys from another table: where keys follow each other, in one go, without looking each of them up.
struct RowsBeside {
  private let statement: Statement
  private var cursor: RowCursor?
  /// The first row that is not read yet, and its key.
  private var next: (row: Row, key: Int64)?
  /// The key that was asked for last: what is before it has gone by.
  private var last = Int64.max

  /// So many keys are passed over before the next one is looked up.
  private static let reach: Int64 = 64

  /// - Parameter select: gives rows from some key on, sorted by it; the key is their first column.
  init(_ select: String, _ db: Database) throws { statement = try db.cachedStatement(sql: select) }

  /// Hands on the rows of a key.
  mutating func forEach(of key: Int64, _ body: (Row) throws -> Void) throws {
    if key <= last || next.map({ key - $0.key > Self.reach }) ?? false { try seek(key) }
    last = key
    while let (row, found) = next, found <= key {
      if found == key { try body(row) }
      try advance()
    }
  }

  private mutating func seek(_ key: Int64) throws {
    (next, cursor) = (nil, nil)
    cursor = try Row.fetchCursor(statement, arguments: [key])
    try advance()
  }

  private mutating func advance() throws { next = try cursor?.next().map { ($0, $0[0]) } }
}

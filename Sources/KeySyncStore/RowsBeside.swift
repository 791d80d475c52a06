/// Reads what belongs to rows from another table: where they follow each other, in one go, without looking each of them up.
struct RowsBeside {
  private let rows: DirectStatement
  /// The first row that is not read yet, and what it belongs to.
  private var next: (row: DirectRow, owner: Int64)?
  /// What was asked for last: what is before it has gone by.
  private var last = Int64.max

  /// So many owners are passed over before the next one is looked up.
  private static let reach: Int64 = 64

  /// - Parameter select: gives rows from some owner on, sorted by it; the owner is their first column.
  init(_ select: String, _ transaction: ClusterTransaction) throws {
    rows = try DirectStatement(select, transaction.db)
  }

  /// Hands on the rows that belong to an owner.
  mutating func forEach(of owner: Int64, _ body: (DirectRow) throws -> Void) throws {
    if owner <= last || next.map({ owner - $0.owner > Self.reach }) ?? false { try seek(owner) }
    last = owner
    while let (row, found) = next, found <= owner {
      if found == owner { try body(row) }
      try advance()
    }
  }

  private mutating func seek(_ owner: Int64) throws {
    try rows.begin(owner)
    try advance()
  }

  private mutating func advance() throws { next = try rows.next().map { ($0, $0.integer(0)) } }
}

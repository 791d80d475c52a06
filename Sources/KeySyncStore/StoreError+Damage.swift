import GRDB

extension StoreError {
  /// Whether an error says that the file itself does not hold what it should.
  package static func isDamage(_ error: any Error) -> Bool {
    if case .damaged = error as? StoreError { return true }
    guard let error = error as? DatabaseError else { return false }
    return [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT].contains(error.resultCode)
  }

  /// An error of the store in words.
  package static func text(of error: any Error) -> String {
    (error as? DatabaseError)?.message ?? String(describing: error)
  }
}

import GRDB
import Glibc

/// What can be wrong with the store, for whoever has to put it right.
package enum StoreError: Error, Equatable, CustomStringConvertible {
  /// The file was written by a newer version of keysync.
  case newerVersion(path: String)
  /// The directory cannot be locked while the store is opened.
  case cannotLock(path: String, errno: Int32)
  /// SQLite does not keep a promise that durability rests on.
  case notDurable(String)
  /// The store holds something it never wrote.
  case damaged(String)

  package var description: String {
    switch self {
    case .newerVersion(let path): "\(path) was written by a newer version of keysync; use that version"
    case .cannotLock(let path, let errno): "cannot lock \(path): \(unsafe String(cString: strerror(errno)))"
    case .notDurable(let what): "the store cannot be made durable: \(what)"
    case .damaged(let what): "the store is damaged (\(what)); restore it from a backup or make a new home"
    }
  }
}

extension StoreError {
  /// Whether an error of the store may pass by itself: another process writes, the disk is full or does not answer.
  package static func isTransient(_ error: any Error) -> Bool {
    guard let error = error as? DatabaseError else { return false }
    return [.SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_NOMEM].contains(error.resultCode)
  }

  /// One sentence with the advice, whatever the error is.
  package static func sentence(for error: any Error) -> String {
    guard let error = error as? DatabaseError else { return String(describing: error) }
    let reason = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
    return switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      "the store is busy: another process has been writing to it for \(Int(Store.busyTimeout)) seconds; try again, and if it "
        + "lasts see which one has keysync.db open"
    case .SQLITE_FULL: "the disk that the store is on is full; make room there"
    case .SQLITE_IOERR:
      "the disk that the store is on fails (\(reason)); look at the system's log, and at limits on the size of files"
    default: "the store could not be used: \(reason)"
    }
  }
}

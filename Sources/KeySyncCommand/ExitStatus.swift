import ArgumentParser
import Foundation
import KeySync
import KeySyncCrypto
import KeySyncStore

/// What the exit code says, by the numbers of BSD's `sysexits.h`.
enum ExitStatus: Int32 {
  case usage = 64
  case data = 65
  case noInput = 66
  case unavailable = 69
  case `internal` = 70
  case cannotCreate = 73
  case inputOutput = 74
  case temporary = 75
  case permission = 77
  case configuration = 78

  /// The one place where errors become exit codes.
  init(_ error: any Error) {
    self =
      switch error {
      case let error as CommandError: error.status
      case is ClusterChoiceError: .usage
      case is BrokerUnavailable, is SyncError: .unavailable
      case is WorkerRunning: .temporary
      case is SettingsError: .configuration
      case is Refusal, is TrustListError, is PassphraseError: .data
      case let error as BackupError: Self(error)
      case let error as KeySyncError: Self(error)
      case let error as HomeError: Self(error)
      case let error as PrivateDirectoryError: Self(error.problem)
      case let error as KeyFileError: Self(error.problem)
      case let error as StoreError: Self(error)
      case let error as any CustomNSError where type(of: error).errorDomain == Self.database: Self(sqlite: error)
      default: .internal
      }
  }

  /// The domain of SQLite's errors, as GRDB gives them.
  private static let database = "GRDB.DatabaseError"

  private init(_ error: KeySyncError) {
    self =
      switch error {
      case .dataMissing, .queueFull: .temporary
      case .notAuthorised: .permission
      case .refused: .internal
      default: .data
      }
  }

  private init(_ error: BackupError) {
    self =
      switch error {
      case .unreadable: .noInput
      case .noMemory: .temporary
      default: .data
      }
  }

  private init(_ error: HomeError) {
    self =
      switch error {
      case .missing, .unreadable: .configuration
      case .exists, .cannotCreate: .cannotCreate
      }
  }

  private init(_ problem: PrivateDirectoryError.Problem) {
    self =
      switch problem {
      case .looseMode, .foreignOwner, .symbolicLink: .permission
      case .missing, .notADirectory: .configuration
      case .system: .inputOutput
      }
  }

  private init(_ problem: KeyFileError.Problem) {
    self =
      switch problem {
      case .looseMode, .foreignOwner, .symbolicLink: .permission
      case .missing, .notAFile, .wrongForm: .configuration
      case .exists, .noDirectory: .cannotCreate
      case .system: .inputOutput
      }
  }

  private init(_ error: StoreError) {
    self =
      switch error {
      case .newerVersion: .configuration
      case .cannotLock, .notDurable, .damaged: .inputOutput
      }
  }

  /// By SQLite's primary result code (sqlite3.h).
  private init(sqlite error: any CustomNSError) {
    self =
      switch error.errorCode & 0xFF {
      case 5, 6: .temporary  // SQLITE_BUSY, SQLITE_LOCKED
      case 3, 8, 23: .permission  // SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH
      default: .inputOutput
      }
  }
}

/// What to say about an error: one sentence.
func sentence(for error: any Error) -> String {
  if let refusal = error as? Refusal { return "this was refused: \(refusal.word)" }
  return StoreError.sentence(for: error)
}

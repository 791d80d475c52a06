/// What is wrong with a backup. Nothing was taken from it, unless another backup was put in its place meanwhile.
public enum BackupError: Error, Equatable, CustomStringConvertible {
  /// The file is not there, or cannot be read.
  case unreadable(String, reason: String)
  /// It is a pipe, a device or a directory: a backup is read twice.
  case notAFile(String)
  /// It does not begin like a backup.
  case notABackup(String)
  /// It is of a version that is not known here.
  case unsupportedVersion
  /// It demands more of Argon2id than is spent on any file.
  case tooCostly(passes: UInt32, memory: UInt64)
  /// There is not that much memory.
  case noMemory(bytes: UInt64)
  /// The first frame does not open.
  case wrongPassphrase
  /// A later frame does not open: it was changed, or is not in its place.
  case damaged(offset: Int)
  /// It ends before its last frame.
  case truncated(offset: Int)
  /// Something follows its last frame.
  case trailingBytes(offset: Int)
  /// What is in it is not what keysync writes.
  case malformed(String)
  /// It is of another cluster.
  case otherCluster(ClusterName)
  /// A record in it is not in order.
  case badRecord(number: Int, Refusal)

  /// One sentence with the advice.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
    case .notAFile(let path):
      "\(path) is no file: a backup is read twice, first to verify it, so it cannot come through a pipe"
    case .notABackup(let path): "\(path) is no backup of keysync"
    case .unsupportedVersion: "the backup was written by a newer version of keysync; use that version"
    case .tooCostly(let passes, let memory):
      "the backup demands \(memory >> 20) MiB of memory, \(passes) times, to try a passphrase; more than "
        + "\(Limits.passphraseMemory >> 20) MiB and \(Limits.passphrasePasses) times is spent on none"
    case .noMemory(let bytes):
      "there are no \(bytes >> 20) MiB of memory to try the passphrase with; try again when there are"
    case .wrongPassphrase:
      "the passphrase is not that of this backup, or the beginning of the file was changed"
    case .damaged(let offset):
      "the backup is damaged at byte \(offset): something was changed or moved; use another copy"
    case .truncated(let offset): "the backup ends at byte \(offset) before its end: a part is missing; use another copy"
    case .trailingBytes(let offset):
      "something follows the end of the backup at byte \(offset); use another copy"
    case .malformed(let what): "the backup is not in order: \(what)"
    case .otherCluster(let cluster):
      "the backup is of the cluster \(cluster); name it with --cluster, where this node is in it"
    case .badRecord(let number, let refusal):
      "record \(number) of the backup is not in order: \(refusal.word)"
    }
  }
}

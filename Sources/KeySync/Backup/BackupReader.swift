import Foundation
import KeySyncCrypto

/// Reads the frames of a backup, each as it was written, in its place. One is in memory at a time.
final class BackupReader {
  private let path: String
  private let file: FileHandle
  private let header: BackupHeader
  private let key: GuardedBytes
  private var opener: StreamOpener
  private var isAtEnd = false
  /// How many bytes were read.
  private(set) var offset: Int
  /// How many there are.
  let byteCount: Int

  /// Opens the file and makes its key of the passphrase.
  init(path: String, passphrase: Passphrase) throws {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      throw BackupError.unreadable(path, reason: unsafe String(cString: strerror(errno)))
    }
    // A pipe would hold us up in opening it.
    guard status.st_mode & S_IFMT == S_IFREG else { throw BackupError.notAFile(path) }
    do {
      file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    } catch { throw BackupError.unreadable(path, reason: error.localizedDescription) }
    self.path = path
    byteCount = Int(status.st_size)
    header = try BackupHeader(try Self.read(upTo: BackupHeader.count, from: file, path), path: path)
    key = try passphrase.key(salt: header.salt, cost: header.cost)
    opener = StreamOpener(key: key, header: header.stream)
    offset = BackupHeader.count
  }

  /// The next frame; nil after the last one.
  func next() throws -> BackupFrame? {
    guard !isAtEnd else { return nil }
    let start = offset
    let length = try read(4).reduce(0) { $0 << 8 | Int($1) }
    guard (SecretStream.overhead...Limits.backupFrameBytes + SecretStream.overhead).contains(length) else {
      throw failure(at: start)
    }
    let isFirst = start == BackupHeader.count
    guard let (plaintext, isLast) = opener.open(try read(length), additionalData: isFirst ? header.bytes : []) else {
      throw failure(at: start)
    }
    if isLast {
      isAtEnd = true
      guard try Self.read(upTo: 1, from: file, path).isEmpty else { throw BackupError.trailingBytes(offset: offset) }
    }
    do {
      return try BackupFrame(plaintext)
    } catch { throw BackupError.malformed("a frame at byte \(start) is \(error.word)") }
  }

  /// Goes back to the first frame.
  func rewind() throws {
    do {
      try file.seek(toOffset: UInt64(BackupHeader.count))
    } catch { throw BackupError.unreadable(path, reason: error.localizedDescription) }
    opener = StreamOpener(key: key, header: header.stream)
    offset = BackupHeader.count
    isAtEnd = false
  }

  private func failure(at start: Int) -> BackupError {
    start == BackupHeader.count ? .wrongPassphrase : .damaged(offset: start)
  }

  private func read(_ count: Int) throws -> [UInt8] {
    let bytes = try Self.read(upTo: count, from: file, path)
    offset += bytes.count
    guard bytes.count == count else { throw BackupError.truncated(offset: offset) }
    return bytes
  }

  private static func read(upTo count: Int, from file: FileHandle, _ path: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    do {
      while bytes.count < count, let more = try file.read(upToCount: count - bytes.count), !more.isEmpty {
        bytes += more
      }
    } catch { throw BackupError.unreadable(path, reason: error.localizedDescription) }
    return bytes
  }
}

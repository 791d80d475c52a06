import Foundation

/// A file for key data, which only its owner may read and write. It is there whole or not at all.
struct PrivateFile {
  let path: String

  /// Writes a draft beside the file and gives it the file's name.
  ///
  /// - Throws: `CommandError.exists` where there is something and it is not to be replaced; otherwise why it cannot be made.
  func write(_ bytes: [UInt8], replacing: Bool) throws {
    try write(replacing: replacing) { write in try write(bytes) }
  }

  /// The same with bytes that come piece by piece; the draft is on the disk before it gets the name.
  ///
  /// - Parameter body: given what writes a piece. What it throws is thrown, and leaves no file.
  func write<Result>(replacing: Bool, _ body: (_ write: ([UInt8]) throws -> Void) throws -> Result) throws -> Result {
    umask(0o077)
    try checkName(replacing: replacing)
    let draft = "\(path).\(UUID().uuidString)"
    let file = try open(draft)
    defer {
      try? file.close()
      _ = unsafe unlink(draft)
    }
    let result = try body { bytes in
      do {
        try file.write(contentsOf: Data(bytes))
      } catch { throw CommandError.write(path, reason: error.reason) }
    }
    do {
      try file.synchronize()
    } catch { throw CommandError.write(path, reason: error.reason) }
    try publish(draft, replacing: replacing)
    return result
  }

  /// So that nobody is asked, and no long work done, for nothing.
  ///
  /// - Throws: `CommandError.exists` where there is something and it is not to be replaced.
  func checkName(replacing: Bool) throws {
    var status = stat()
    if !replacing, unsafe lstat(path, &status) == 0 { throw CommandError.exists(path) }
  }

  private func open(_ draft: String) throws -> FileHandle {
    let number = unsafe Foundation.open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard number >= 0 else { throw failure() }
    return FileHandle(fileDescriptor: number, closeOnDealloc: true)
  }

  private func publish(_ draft: String, replacing: Bool) throws {
    if replacing {
      guard unsafe rename(draft, path) == 0 else { throw failure() }
    } else {
      guard unsafe link(draft, path) == 0 else { throw errno == EEXIST ? CommandError.exists(path) : failure() }
    }
  }

  private func failure() -> CommandError { .cannotCreate(path, reason: systemReason(errno)) }
}

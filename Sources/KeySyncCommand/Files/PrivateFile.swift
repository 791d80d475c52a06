import Foundation

/// A file for key data, which only its owner may read and write. It is there whole or not at all.
struct PrivateFile {
  let path: String

  /// Writes a draft beside the file and gives it the file's name.
  ///
  /// - Throws: `CommandError.exists` where there is something and it is not to be replaced; otherwise why it cannot be made.
  func write(_ bytes: [UInt8], replacing: Bool) throws {
    umask(0o077)
    let draft = "\(path).\(UUID().uuidString)"
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: draft), options: .withoutOverwriting)
    } catch { throw CommandError.cannotCreate(path, reason: error.reason) }
    defer { _ = unsafe unlink(draft) }
    if replacing {
      guard unsafe rename(draft, path) == 0 else { throw failure() }
    } else {
      guard unsafe link(draft, path) == 0 else { throw errno == EEXIST ? CommandError.exists(path) : failure() }
    }
  }

  private func failure() -> CommandError { .cannotCreate(path, reason: systemReason(errno)) }
}

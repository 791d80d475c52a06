import Glibc

/// Held while a store is opened: only one process at a time makes the file, switches it to WAL or migrates it. The system
/// lets go of it when the process ends, however it does.
enum OpeningLock {
  /// Waits until no other process opens a store in the directory of the path, and keeps others waiting meanwhile.
  static func withLock<Value>(storePath: String, _ body: () throws -> Value) throws -> Value {
    let directory = Store.directory(of: storePath)
    let descriptor = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw StoreError.cannotLock(path: directory, errno: errno) }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw StoreError.cannotLock(path: directory, errno: errno) }
    }
    return try body()
  }
}

import Foundation
import KeySyncCore

/// The right to a worker's name: of the processes on one store one has it, until it ends, however it does.
///
/// Workers of one name would push each other off the broker, as they publish under one client id (PROTOCOL section 9).
package final class WorkerNameLock: Sendable {
  private let descriptor: Int32

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// What came of the attempt to get it.
  package enum Attempt {
    case taken(WorkerNameLock)
    /// Another process has it: its number, as far as it is known.
    case refused(processID: Int32?)
  }

  static func attempt(_ path: String) throws -> Attempt {
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw StoreError.cannotLock(path: path, errno: errno) }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let number = errno
      if number == EINTR { continue }
      defer { close(descriptor) }
      guard number == EWOULDBLOCK else { throw StoreError.cannotLock(path: path, errno: number) }
      let text = try? String(contentsOfFile: path, encoding: .utf8)
      return .refused(processID: text.flatMap { Int32($0.filter(\.isNumber)) })
    }
    let lock = WorkerNameLock(descriptor)
    // Only for whoever is refused and wonders: it may fail.
    let text = Array("\(getpid())\n".utf8)
    if ftruncate(descriptor, 0) == 0 { _ = unsafe pwrite(descriptor, text, text.count, 0) }
    return .taken(lock)
  }
}

extension Store {
  /// Tries to get the right to a worker's name.
  ///
  /// - Throws: `StoreError.cannotLock`.
  package func takeName(_ name: WorkerName) throws -> WorkerNameLock.Attempt {
    try WorkerNameLock.attempt("\(directory)worker-\(name).lock")
  }
}

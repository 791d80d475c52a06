import Glibc

/// An open file or directory, closed at the end. Nothing is opened through a link in the path's last part, and nothing
/// is handed on to child processes.
struct Descriptor: ~Copyable {
  private let number: Int32

  /// Opens with the flags of `open(2)`; where that creates, only the owner may read and write.
  init(_ path: String, _ flags: Int32) throws(SystemError) {
    number = unsafe open(path, flags | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard number >= 0 else { throw SystemError("open") }
  }

  deinit {
    _ = close(number)
  }

  /// What the system knows of the file.
  borrowing func status() throws(SystemError) -> stat {
    var status = stat()
    guard unsafe fstat(number, &status) == 0 else { throw SystemError("fstat") }
    return status
  }

  /// Reads until the room is full or the file ends. Gives the number of bytes read.
  borrowing func read(into room: UnsafeMutablePointer<UInt8>, count: Int) throws(SystemError) -> Int {
    try Self.transfer(count, "read") { unsafe Glibc.read(number, room + $0, count - $0) }
  }

  /// Writes all bytes.
  borrowing func write(_ bytes: UnsafePointer<UInt8>, count: Int) throws(SystemError) {
    let written = try Self.transfer(count, "write") { unsafe Glibc.write(number, bytes + $0, count - $0) }
    guard written == count else { throw SystemError("write", number: EIO) }
  }

  /// Sets the mode, whatever the umask took from it.
  borrowing func setMode(_ mode: mode_t) throws(SystemError) {
    guard fchmod(number, mode) == 0 else { throw SystemError("fchmod") }
  }

  /// Waits until what was written is on the disk.
  borrowing func synchronize() throws(SystemError) {
    guard fsync(number) == 0 else { throw SystemError("fsync") }
  }

  /// Repeats a transfer from where it got to, as long as it gets on.
  private static func transfer(_ count: Int, _ call: String, _ once: (Int) -> Int) throws(SystemError) -> Int {
    var done = 0
    while done < count {
      let step = once(done)
      if step > 0 {
        done += step
      } else if step == 0 {
        break
      } else if errno != EINTR {
        throw SystemError(call)
      }
    }
    return done
  }
}

extension stat {
  /// The bits of the mode that say what kind of file it is.
  var kind: mode_t { st_mode & S_IFMT }

  /// The bits of the mode that say who may do what.
  var permissions: mode_t { st_mode & 0o7777 }
}

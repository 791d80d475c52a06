import Glibc

/// `poll` on a connection's socket and its wakeup.
enum Polling {
  /// Waits until the socket has something to read (or to say about its end), can be written to if asked, or the wakeup was
  /// signalled, but not longer than `milliseconds`. Gives whether the socket is to be read.
  static func wait(socket: CInt, forWriting: Bool, wakeup: CInt, milliseconds: CInt) -> Bool {
    let events = Int16(POLLIN) | (forWriting ? Int16(POLLOUT) : 0)
    var polled = (
      pollfd(fd: socket, events: events, revents: 0), pollfd(fd: wakeup, events: Int16(POLLIN), revents: 0)
    )
    _ = unsafe withUnsafeMutableBytes(of: &polled) { bytes in
      unsafe poll(bytes.baseAddress?.assumingMemoryBound(to: pollfd.self), 2, milliseconds)
    }
    return polled.0.revents & ~Int16(POLLOUT) != 0
  }

  /// Whether the socket is to be read now.
  static func isReadable(_ socket: CInt) -> Bool {
    var polled = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&polled, 1, 0) > 0
  }
}

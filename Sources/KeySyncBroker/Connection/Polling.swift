import Glibc

/// `poll` on the sockets of connections and a wakeup.
enum Polling {
  /// What one connection waits for: something to read (or the end) always.
  struct Interest {
    let socket: CInt
    let isWriting: Bool
  }

  /// How long one turn may wait for something to do: the library's keepalive counts in seconds.
  static let turn = Duration.seconds(1)
  /// The same where a deadline is near.
  static let shortTurn = Duration.milliseconds(50)

  /// Waits until a socket has something to read (or to say about its end), can be written to if asked, or the wakeup was
  /// signalled, but not longer than the time. Gives for each whether its socket is to be read. A signalled wakeup is cleared.
  static func wait(for interests: [Interest], _ wakeup: Wakeup? = nil, atMost time: Duration) -> [Bool] {
    var polled = interests.map { interest in
      pollfd(fd: interest.socket, events: Int16(POLLIN) | (interest.isWriting ? Int16(POLLOUT) : 0), revents: 0)
    }
    polled.append(pollfd(fd: wakeup?.descriptor ?? -1, events: Int16(POLLIN), revents: 0))
    let milliseconds = CInt(max(0, (time / .milliseconds(1)).rounded(.up)))
    _ = unsafe poll(&polled, nfds_t(polled.count), milliseconds)
    wakeup?.clear()
    return polled.dropLast().map { $0.revents & ~Int16(POLLOUT) != 0 }
  }

  /// Whether the socket is to be read now.
  static func isReadable(_ socket: CInt) -> Bool {
    var polled = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&polled, 1, 0) > 0
  }
}

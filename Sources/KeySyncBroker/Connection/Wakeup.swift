import CMosquitto
import Glibc

/// An eventfd: wakes the thread that polls it.
final class Wakeup: Sendable {
  /// Readable after `signal` until `clear`; -1 if the system has no file descriptor left, when polling goes by time-out.
  let descriptor: CInt

  init() { descriptor = eventfd(0, CInt(EFD_NONBLOCK) | CInt(EFD_CLOEXEC)) }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func signal() { _ = eventfd_write(descriptor, 1) }

  func clear() {
    var count: eventfd_t = 0
    _ = unsafe eventfd_read(descriptor, &count)
  }
}

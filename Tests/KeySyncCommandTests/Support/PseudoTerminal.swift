import Foundation
import Glibc
import Synchronization

/// A terminal on which a program runs, and what it drew there.
final class PseudoTerminal: Sendable {
  struct Failure: Error {}

  /// The end at which the program sits.
  let program: CInt
  private let keyboard: CInt
  private let drawn = Mutex<[UInt8]>([])

  /// TIOCSPTLCK and TIOCGPTPEER (ioctl_tty(2)), which Swift does not import.
  private static let (lock, openPeer): (UInt, UInt) = (0x4004_5431, 0x5441)

  init(columns: UInt16, rows: UInt16) throws {
    keyboard = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var isLocked: CInt = 0
    guard keyboard >= 0, unsafe ioctl(keyboard, Self.lock, &isLocked) == 0 else { throw Failure() }
    program = ioctl(keyboard, Self.openPeer, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard program >= 0 else { throw Failure() }
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard unsafe ioctl(keyboard, UInt(TIOCSWINSZ), &size) == 0 else { throw Failure() }
    _ = fcntl(keyboard, F_SETFL, O_NONBLOCK)
  }

  deinit {
    close(program)
    close(keyboard)
  }

  /// Types on it.
  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe write(keyboard, bytes, bytes.count)
  }

  /// All that was drawn so far.
  func text() -> String {
    drawn.withLock { drawn in
      var bytes = [UInt8](repeating: 0, count: 65_536)
      while case let count = unsafe read(keyboard, &bytes, bytes.count), count > 0 { drawn += bytes.prefix(count) }
      return String(decoding: drawn, as: UTF8.self)
    }
  }

  /// How it treats lines, keys and output: what a program may change and must put back.
  func modes() -> [UInt32] {
    var modes = termios()
    guard unsafe tcgetattr(program, &modes) == 0 else { return [] }
    return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag]
  }
}

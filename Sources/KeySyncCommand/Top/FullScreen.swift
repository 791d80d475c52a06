import Foundation

/// The terminal while a table fills it: the other screen, without cursor and line wrapping, and keys that come as they are typed.
/// However the owner ends, the terminal is afterwards as it was.
struct FullScreen: ~Copyable {
  /// How the terminal was; nil where nobody types.
  private let shown: termios?

  private static let enter = "\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l\u{1B}[2J"
  private static let leave = "\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l"

  private init(shown: termios?) { self.shown = shown }

  /// Takes the terminal over.
  ///
  /// - Throws: `CommandError.read` and `.write`; the terminal is as it was then.
  static func open() throws -> FullScreen {
    let screen = FullScreen(shown: Terminal.isTyped ? try takeKeys() : nil)
    try Terminal.write(Data(enter.utf8))
    return screen
  }

  deinit {
    try? Terminal.write(Data(Self.leave.utf8))
    Self.giveBack(shown)
  }

  /// Columns and rows; 80 and 24 where the terminal does not say.
  static var size: (columns: Int, rows: Int) {
    var size = winsize()
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
      return (80, 24)
    }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// What was typed since this was last asked; nil once there is no terminal any more.
  func typed() -> [UInt8]? {
    guard shown != nil else { return [] }
    var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&request, 1, 0) == 1 else { return [] }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = unsafe read(STDIN_FILENO, &bytes, bytes.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return [] }
    return count > 0 ? Array(bytes.prefix(count)) : nil
  }

  /// Draws these lines over what was there, in one piece.
  func draw(_ lines: [String]) throws {
    let text = lines.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n")
    try Terminal.write(Data("\u{1B}[H\(text)\u{1B}[J".utf8))
  }

  private static func takeKeys() throws -> termios {
    var shown = termios()
    guard unsafe tcgetattr(STDIN_FILENO, &shown) == 0 else { throw failure() }
    var raw = shown
    // Without ISIG a Ctrl-C comes as a byte, and Ctrl-Z does not leave a stopped program's screen behind.
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
    raw.c_iflag &= ~tcflag_t(IXON)
    guard unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw) == 0 else { throw failure() }
    return shown
  }

  private static func giveBack(_ shown: termios?) {
    guard var shown else { return }
    _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
  }

  private static func failure() -> CommandError { .read("the terminal", reason: systemReason(errno)) }
}

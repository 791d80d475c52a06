import Foundation

extension Terminal {
  /// Asks for a line that is not shown while it is typed.
  ///
  /// - Throws: `CommandError.usage` when the asking is broken off, by Ctrl-C or Ctrl-D.
  static func secretLine(_ question: String) throws -> [UInt8] {
    var shown = termios()
    guard unsafe tcgetattr(STDIN_FILENO, &shown) == 0 else { throw failure() }
    var hidden = shown
    // Without ISIG a Ctrl-C comes as a byte, here one that ends the line, and the terminal is not left without its echo.
    hidden.c_lflag &= ~tcflag_t(ECHO | ISIG)
    hidden.c_cc.11 = interrupt  // VEOL
    sayWithoutLineBreak(question)
    guard unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0 else { throw failure() }
    defer {
      _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
      say("")
    }
    var line: [UInt8] = []
    while true {
      var byte: UInt8 = 0
      let count = unsafe read(STDIN_FILENO, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1, byte != interrupt else { throw CommandError.usage("no passphrase was given; nothing was done") }
      if byte == UInt8(ascii: "\n") { return line }
      line.append(byte)
    }
  }

  /// What Ctrl-C types.
  private static let interrupt: UInt8 = 3

  private static func failure() -> CommandError { .read("the terminal", reason: systemReason(errno)) }
}

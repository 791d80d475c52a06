import Glibc

/// A child process that does not outlive this one, however this one ends.
///
/// Its standard input is the leash: while this process lives, nothing comes and it stays open; a watcher beside the child
/// ends the child when it closes. (A parent's death signal would come at the death of the starting thread already.)
package struct LeashedProcess: Sendable {
  package let processID: pid_t
  private let leash: CInt

  /// The shell becomes the program in its directory; before that it leaves the watcher behind.
  private static let script = """
    cd "$1" && shift && exec 3<&0 >"$1" 2>&1 && shift || exit 1
    (while read -r _; do :; done <&3; kill -TERM $$ 2>/dev/null) &
    exec "$@" 3<&- </dev/null
    """

  /// Starts `command` in `directory`, with its output in the file `log` there; nil if the system refuses.
  package init?(_ command: [String], directory: String, log: String) {
    var ends: [CInt] = [-1, -1]
    // Not to be inherited by any other child, which would keep it open.
    let kind = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
    guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
    defer { close(ends[0]) }
    guard let child = Self.spawn(["/bin/sh", "-c", Self.script, "sh", directory, log] + command, input: ends[0]) else {
      close(ends[1])
      return nil
    }
    processID = child
    leash = ends[1]
  }

  /// Whether it has ended by itself; to be asked until it says so, not afterwards.
  package func hasEnded() -> Bool {
    guard waitpid(processID, nil, WNOHANG) != 0 else { return false }
    close(leash)
    return true
  }

  /// Waits until it has ended by itself; true if it succeeded.
  package func waitForSuccess() -> Bool {
    var status: CInt = -1
    while unsafe waitpid(processID, &status, 0) == -1 && errno == EINTR {}
    close(leash)
    return status == 0
  }

  /// Sends a signal.
  package func send(_ signal: CInt) { kill(processID, signal) }

  /// Sends the signal and waits for the end.
  package func end(with signal: CInt) {
    kill(processID, signal)
    while waitpid(processID, nil, 0) == -1 && errno == EINTR {}
    close(leash)
  }

  private static func spawn(_ arguments: [String], input: CInt) -> pid_t? {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    // A child inherits which signals are blocked, and in a pool's threads most are: it would not hear SIGTERM.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    var child: pid_t = 0
    return unsafe posix_spawn(&child, arguments[0], &actions, &attributes, &words, environ) == 0 ? child : nil
  }
}

import Glibc
import Synchronization

/// The signals by which a program is asked to end, noted instead of obeyed at once: the terminal is to be put in order first.
enum EndSignal {
  private static let noted = Atomic(false)

  /// From now on they are noted.
  static func watch() {
    _ = isNoted  // made before a handler needs it
    for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] {
      _ = signal(number) { _ in EndSignal.noted.store(true, ordering: .relaxed) }
    }
  }

  static var isNoted: Bool { noted.load(ordering: .relaxed) }
}

import KeySync

/// Times as people tell them.
enum Ago {
  /// How long ago a moment was: `12 s ago`.
  static func text(_ moment: WallTime, now: WallTime = .now) -> String {
    "\(span(max(0, now.milliseconds - moment.milliseconds))) ago"
  }

  /// A span in its largest whole unit: `12 s`, `3 min`, `2 h`, `4 d`.
  static func span(_ milliseconds: Int64) -> String {
    let seconds = milliseconds / 1000
    return switch seconds {
    case ..<60: "\(seconds) s"
    case ..<3600: "\(seconds / 60) min"
    case ..<86_400: "\(seconds / 3600) h"
    default: "\(seconds / 86_400) d"
    }
  }
}

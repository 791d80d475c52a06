import ArgumentParser
import KeySync

/// From when on a change of trust holds.
struct SinceArgument: ParsableArguments {
  @Option(
    name: .customLong("since"),
    help: ArgumentHelp(
      "From when on (default: now), as 2026-11-23 or 2026-11-23T20:51:00Z (UTC), or 'beginning'.",
      valueName: "time"
    )
  )
  var text: String?

  /// The moment; now where none is given.
  ///
  /// - Throws: `CommandError.badArgument`.
  var moment: WallTime {
    get throws {
      guard let text else { return .now }
      guard let moment = WallTime(text) else {
        throw CommandError.badArgument("'\(text)' is no time: \(WallTime.form)")
      }
      return moment
    }
  }
}

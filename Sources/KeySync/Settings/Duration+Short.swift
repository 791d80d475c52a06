extension Duration {
  private static let units: [(letter: Character, seconds: Int64)] = [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)]

  /// Reads whole seconds, or a whole number with its unit: `90`, `90s`, `15m`, `24h`, `7d`; nil for anything else.
  init?(short text: String) {
    let unit = Self.units.first { $0.letter == text.last }
    let digits = unit == nil ? text[...] : text.dropLast()
    guard (1...12).contains(digits.count), digits.allSatisfy({ ("0"..."9").contains($0) }), let count = Int64(digits)
    else { return nil }
    self = .seconds(count * (unit?.seconds ?? 1))
  }

  /// Whole seconds in the largest unit that gives a whole number, but a day as 24h.
  var short: String {
    let seconds = components.seconds
    guard let unit = Self.units.first(where: { seconds >= $0.seconds && seconds.isMultiple(of: $0.seconds) }) else {
      return "0s"
    }
    return seconds == 86_400 ? "24h" : "\(seconds / unit.seconds)\(unit.letter)"
  }

  /// Whole milliseconds.
  package var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}

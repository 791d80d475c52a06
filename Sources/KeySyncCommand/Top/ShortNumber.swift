import Foundation

/// Numbers in at most five characters, whatever they are.
enum ShortNumber {
  /// A whole number up to 9999, then `12.3k`, `456M`; `huge` beyond a thousand million million.
  static func count(_ number: Double?) -> String {
    guard let number else { return "-" }
    return abs(number) < 10_000 ? String(Int(number.rounded())) : scaled(number)
  }

  /// The same with one decimal below ten, as rates need.
  static func rate(_ number: Double?) -> String {
    guard let number else { return "-" }
    return abs(number) < 9.95 ? decimal(number) : count(number)
  }

  private static let units: [(size: Double, name: String)] = [(1e3, "k"), (1e6, "M"), (1e9, "G"), (1e12, "T")]

  private static func scaled(_ number: Double) -> String {
    guard number > 0 else { return "<0" }
    guard let unit = units.first(where: { number < $0.size * 999.5 }) else { return "huge" }
    let share = number / unit.size
    return (share < 99.95 ? decimal(share) : String(Int(share.rounded()))) + unit.name
  }

  private static func decimal(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}

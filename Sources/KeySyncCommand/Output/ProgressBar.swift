import Foundation

/// One line of progress on standard error: drawn again in its place on a terminal; elsewhere a line at a time, sparingly.
struct ProgressBar {
  private let label: String
  private let clock = ContinuousClock()
  private let isTerminal: Bool
  private var nextLine: ContinuousClock.Instant
  private var isDrawn = false

  private static let width = 30
  /// The pause between two lines: on a terminal what an eye can follow, elsewhere what a log can bear.
  private static let pauses = (terminal: Duration.milliseconds(100), log: Duration.seconds(10))

  init(_ label: String, isTerminal: Bool = Terminal.isTalkSeen) {
    self.label = label
    self.isTerminal = isTerminal
    nextLine = clock.now + (isTerminal ? .zero : Self.pauses.log)
  }

  /// Says how far the work has come. A total that is not known yet is nil.
  mutating func show(_ done: Int, of total: Int?, note: String = "") {
    guard clock.now >= nextLine else { return }
    draw(Self.line(label, done, total, note, hasBar: isTerminal))
    nextLine = clock.now + (isTerminal ? Self.pauses.terminal : Self.pauses.log)
  }

  /// Takes the line away, so that what is said next stands alone.
  mutating func finish() {
    guard isTerminal, isDrawn else { return }
    Terminal.sayWithoutLineBreak("\r\u{1B}[K")
    isDrawn = false
  }

  private mutating func draw(_ line: String) {
    guard isTerminal else { return Terminal.say(line) }
    Terminal.sayWithoutLineBreak("\r\(line)\u{1B}[K")
    isDrawn = true
  }

  static func line(_ label: String, _ done: Int, _ total: Int?, _ note: String, hasBar: Bool) -> String {
    let share = total.map { $0 == 0 ? 1 : min(1, max(0, Double(done) / Double($0))) }
    let filled = Int((share ?? 0) * Double(width))
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    let count = total.map { "\(done) of \($0)" } ?? "\(done)"
    let percent = share.map { ["\(Int($0 * 100)) %"] } ?? []
    return ([label] + (hasBar && share != nil ? [bar] : []) + percent + [count] + (note.isEmpty ? [] : [note])).joined(
      separator: "  "
    )
  }
}

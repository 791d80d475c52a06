import KeySyncCore
import KeySyncFuzzing

/// What came of many frames.
struct Tally: Sendable {
  private(set) var violations: [String] = []
  private var frames = 0
  private var opened = 0
  private var refused: [String: Int] = [:]
  /// The most that was allocated beyond twice the frame; below zero when it was always less.
  private var excess = Int.min

  mutating func add(_ frame: [UInt8], allocated: Int, _ outcome: FrameCheck.Outcome) {
    frames += 1
    excess = max(excess, allocated - 2 * frame.count)
    switch outcome {
    case .refused(let refusal): refused[refusal.word, default: 0] += 1
    case .opened: opened += 1
    case .violation(let text): add(violation: text, by: frame)
    }
  }

  mutating func add(violation: String, by frame: [UInt8]) {
    let hex = frame.prefix(400).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    violations.append("\(violation): \(frame.count) bytes \(hex)\(frame.count > 400 ? "…" : "")")
  }

  mutating func add(_ part: Result<Tally, any Error>) {
    switch part {
    case .failure(let error): violations.append("\(error)")
    case .success(let other):
      violations += other.violations
      frames += other.frames
      opened += other.opened
      refused.merge(other.refused) { $0 + $1 }
      excess = max(excess, other.excess)
    }
  }

  func print() {
    Swift.print("\(frames) frames, \(opened) of them opened; at most \(excess) bytes allocated beyond twice the frame")
    for (word, count) in refused.sorted(by: { $0.key < $1.key }) { Swift.print("  \(word): \(count)") }
    for violation in violations.prefix(20) { Swift.print("violation: \(violation)") }
  }
}

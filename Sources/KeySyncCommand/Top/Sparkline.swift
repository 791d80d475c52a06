/// A small plot of one line, in Unicode blocks.
enum Sparkline {
  private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// The newest values, the last one at the right, from 0 to the largest of those shown. A value above 0 is never drawn as 0.
  static func text(_ values: [Double], width: Int) -> String {
    let shown = values.suffix(max(0, width)).map { $0.isFinite ? max(0, $0) : 0 }
    let top = shown.max() ?? 0
    let plot = shown.map { value -> Character in
      guard top > 0, value > 0 else { return blocks[0] }
      return blocks[min(blocks.count - 1, 1 + Int(value / top * Double(blocks.count - 2)))]
    }
    return String(repeating: " ", count: max(0, width) - plot.count) + String(plot)
  }
}

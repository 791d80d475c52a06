import Yams

extension SettingForm<Selection> {
  /// A list of patterns; in one line of text they are parted by commas, as no pattern holds one.
  static var selection: Self {
    Self(words: "patterns, of which the last that matches decides; '!' in front of one leaves its keys out") { node in
      guard let texts = try texts(in: node), !texts.isEmpty else { return nil }
      let entries = try texts.map { text, node in
        guard let entry = Selection.Entry(text) else { throw PatternProblem.noPattern(text, at: node) }
        return entry
      }
      guard entries.contains(where: \.isKept) else {
        throw ValueProblem("nothing is selected by patterns with '!' alone; begin with \"**\"", at: node)
      }
      return entries.map(\.description) == everything ? .everything : Selection(entries)
    } text: { selection in
      let entries = selection.entries.isEmpty ? everything : selection.entries.map(\.description)
      return "[\(entries.map { "\"\($0)\"" }.joined(separator: ", "))]"
    }
  }

  /// How the selection of every key is written.
  private static var everything: [String] { ["**"] }

  private static func texts(in node: Yams.Node) throws -> [(String, Yams.Node)]? {
    guard let sequence = node.sequence else {
      return node.text?.split(separator: ",", omittingEmptySubsequences: false).map { ($0.trimmed, node) }
    }
    return try sequence.map { ($0.text?.trimmed ?? "", try PatternProblem.demandText($0)) }
  }
}

/// What can be wrong with a pattern.
enum PatternProblem {
  static func noPattern(_ text: String, at node: Yams.Node) -> ValueProblem {
    let form = "a key id in which '*' stands for any characters and the segment '**' for any segments"
    return ValueProblem("'\(text.escaped)' is no pattern: \(form)", at: node)
  }

  /// Without quotation marks YAML takes `!a/**` for a tag of nothing.
  static func demandText(_ node: Yams.Node) throws(ValueProblem) -> Yams.Node {
    guard node.scalar?.string.isEmpty == false else {
      throw ValueProblem("a pattern is missing; one with '!' or '*' needs quotation marks", at: node)
    }
    return node
  }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

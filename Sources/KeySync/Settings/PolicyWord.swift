/// A part of a policy rule that is written as a word.
protocol PolicyWord: CaseIterable {
  var word: String { get }
}

extension PolicyWord {
  /// All words there are.
  static var words: String { allCases.map(\.word).joined(separator: ", ") }
}

extension PolicyRule.Strategy: PolicyWord {
  /// The protocol's word for it (PROTOCOL section 7.4).
  public var word: String {
    switch self {
    case .manual: "manual"
    case .higherVersion: "higher-version"
    case .lastWriter: "last-writer"
    case .creatorPriority: "creator-priority"
    }
  }
}

extension PolicyRule.Deletes: PolicyWord {
  /// The word for it.
  public var word: String {
    switch self {
    case .win: "win"
    case .compete: "compete"
    }
  }
}

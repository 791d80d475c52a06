import Yams

extension SettingForm<Policy> {
  /// A list of rules; in a variable the same in one line: `[{keys: "**", strategy: last-writer}]`.
  static var policy: Self {
    Self(words: "rules of 'keys', 'strategy', 'creators' and 'deletes', of which the first that matches applies") {
      guard let text = $0.text else { return try policy($0) }
      do {
        return try Yams.compose(yaml: text).flatMap(policy)
      } catch let error as ValueProblem {
        throw ValueProblem(error.problem)
      } catch {
        return nil
      }
    } text: { policy in
      "[\(policy.rules.map(\.text).joined(separator: ", "))]"
    }
  }

  /// What no rule is for is manual, so that every policy has an end (PROTOCOL section 7.7).
  private static func policy(_ node: Yams.Node) throws -> Policy? {
    guard let list = node.sequence else { return nil }
    var rules = try list.map { try PolicyRule($0) }
    if let end = rules.firstIndex(where: { $0.pattern == .everything }), end < rules.count - 1 {
      throw ValueProblem("the rule for '**' must be the last: those after it never apply", at: list[end + 1])
    }
    if rules.last?.pattern != .everything { rules += Policy.manual.rules }
    return Policy(rules)
  }
}

// MARK: One rule

extension PolicyRule {
  fileprivate static let names = ["keys", "strategy", "creators", "deletes"]

  fileprivate init(_ node: Yams.Node) throws(ValueProblem) {
    guard let mapping = node.mapping else {
      throw ValueProblem("a rule must hold names and values: \(Self.names.joined(separator: ", "))", at: node)
    }
    for key in mapping.keys where !Self.names.contains(key.string ?? "") {
      let name = key.string ?? ""
      let advice = NearestName.advice(for: name, among: Self.names)
      throw ValueProblem("a rule has no '\(name.escaped)'; \(advice)", at: key)
    }
    guard let keys = mapping["keys"] else { throw ValueProblem("a rule needs 'keys', a pattern", at: node) }
    guard let pattern = KeyPattern(keys.text ?? "") else { throw PatternProblem.noPattern(keys.text ?? "", at: keys) }
    guard let strategy: Strategy = try Self.word("strategy", in: mapping) else {
      throw ValueProblem("a rule needs 'strategy': \(Strategy.words)", at: node)
    }
    self.init(
      pattern: pattern,
      strategy: strategy,
      deletes: try Self.word("deletes", in: mapping) ?? .win,
      creators: try mapping["creators"].map(Self.creators) ?? []
    )
    guard creators.isEmpty != (strategy == .creatorPriority) else {
      let problem = creators.isEmpty ? "creator-priority needs 'creators'" : "only creator-priority has 'creators'"
      throw ValueProblem("\(problem), node ids of which each goes before those after it", at: node)
    }
  }

  private static func word<Value: PolicyWord>(_ name: String, in mapping: Yams.Node.Mapping) throws(ValueProblem)
    -> Value?
  {
    guard let node = mapping[name] else { return nil }
    let text = node.text ?? ""
    if let value = Value.allCases.first(where: { $0.word == text }) { return value }
    let nearest = NearestName.nearest(to: text, among: Value.allCases.map(\.word)).map { "; did you mean '\($0)'?" }
    throw ValueProblem("'\(name)' must be \(Value.words), not '\(text.escaped)'\(nearest ?? "")", at: node)
  }

  private static func creators(_ node: Yams.Node) throws(ValueProblem) -> [NodeID] {
    guard let list = node.sequence else { throw ValueProblem("'creators' must be a list of node ids", at: node) }
    var creators: [NodeID] = []
    for entry in list {
      let text = entry.text ?? ""
      guard let creator = NodeID(text) else {
        throw ValueProblem("'\(text.escaped)' is no node id; 'keysync peer list --json' shows them", at: entry)
      }
      guard !creators.contains(creator) else { throw ValueProblem("\(creator) is listed twice", at: entry) }
      creators.append(creator)
    }
    return creators
  }

  /// As it could stand in the file.
  fileprivate var text: String {
    let listed = creators.isEmpty ? "" : ", creators: [\(creators.map(\.description).joined(separator: ", "))]"
    return "{keys: \"\(pattern)\", strategy: \(strategy.word)\(listed), deletes: \(deletes.word)}"
  }
}

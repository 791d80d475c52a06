/// How conflicts are decided, by key pattern: the first match applies (PROTOCOL section 7.7).
package struct Policy: Sendable, Equatable {
  package let rules: [PolicyRule]

  /// Manual for every key.
  package static let manual = Policy(otherwise: .manual)

  /// Nil unless the last pattern is `**`.
  package init?(_ rules: [PolicyRule]) {
    guard rules.last?.pattern == .everything else { return nil }
    self.rules = rules
  }

  /// One strategy for every key.
  package init(otherwise strategy: PolicyRule.Strategy, deletes: PolicyRule.Deletes = .win) {
    rules = [PolicyRule(pattern: .everything, strategy: strategy, deletes: deletes)]
  }

  /// The rule for a key.
  package func rule(for key: KeyID) -> PolicyRule {
    rules.first { $0.pattern.matches(key) } ?? PolicyRule(pattern: .everything, strategy: .manual)
  }

  /// The policy hash: nodes whose hashes are equal converge.
  package func hash(by cryptography: some Cryptography) -> Bytes32 {
    var writer = CBORWriter()
    writer.array(rules.count)
    for rule in rules { rule.write(to: &writer) }
    return cryptography.hash(writer.bytes)
  }
}

/// How conflicts of the keys that match a pattern are decided (PROTOCOL section 7.4).
package struct PolicyRule: Sendable, Equatable {
  package enum Strategy: UInt8, Sendable, CaseIterable {
    case manual, higherVersion, lastWriter, creatorPriority
  }

  package enum Deletes: UInt8, Sendable, CaseIterable {
    case win, compete
  }

  package var pattern: KeyPattern
  package var strategy: Strategy
  package var deletes: Deletes
  /// For `creatorPriority`, the first before the second; creators that are not listed come after them.
  package var creators: [NodeID]

  package init(pattern: KeyPattern, strategy: Strategy, deletes: Deletes = .win, creators: [NodeID] = []) {
    self.pattern = pattern
    self.strategy = strategy
    self.deletes = deletes
    self.creators = creators
  }

  func write(to writer: inout CBORWriter) {
    writer.array(4)
    writer.text(pattern.text)
    writer.unsigned(strategy.rawValue)
    writer.unsigned(deletes.rawValue)
    writer.array(creators.count)
    for creator in creators { writer.byteString(creator.publicKey) }
  }
}

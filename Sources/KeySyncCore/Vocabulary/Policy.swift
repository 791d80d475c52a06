/// How conflicts are decided, by key pattern: the first match applies (PROTOCOL section 7.7).
public struct Policy: Sendable, Equatable {
  /// The last pattern is `**`.
  public let rules: [PolicyRule]

  /// Manual for every key.
  public static let manual = Policy(otherwise: .manual)

  /// Nil unless the last pattern is `**`.
  public init?(_ rules: [PolicyRule]) {
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
public struct PolicyRule: Sendable, Equatable {
  /// How one of unequal heads is chosen.
  public enum Strategy: UInt8, Sendable, CaseIterable {
    case manual, higherVersion, lastWriter, creatorPriority
  }

  /// Whether a delete beats live heads or competes with them.
  public enum Deletes: UInt8, Sendable, CaseIterable {
    case win, compete
  }

  /// The keys it is about.
  public var pattern: KeyPattern
  /// How one of unequal heads is chosen.
  public var strategy: Strategy
  /// Whether a delete beats live heads or competes with them.
  public var deletes: Deletes
  /// For `creatorPriority`, the first before the second; creators that are not listed come after them.
  public var creators: [NodeID]

  /// A rule for the keys that match a pattern.
  public init(pattern: KeyPattern, strategy: Strategy, deletes: Deletes = .win, creators: [NodeID] = []) {
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

/// Whom a cluster trusts, this node included, and for what (PROTOCOL section 7.1). Revoked peers are not in it.
package struct Trust: Sendable, Equatable {
  private let rules: [NodeID: DatedRules]

  package init(_ rules: [NodeID: DatedRules]) { self.rules = rules }

  /// The trusted nodes, sorted by public key.
  package var nodes: [NodeID] { rules.keys.sorted() }

  package func contains(_ node: NodeID) -> Bool { rules[node] != nil }

  /// The nodes that this list and another one do not trust alike.
  package func differences(from other: Trust) -> Set<NodeID> {
    Set(rules.keys).union(other.rules.keys).filter { rules[$0] != other.rules[$0] }
  }

  /// Whether the rules in force at that time permit it: any one of them is enough.
  package func permits(_ verb: Verb, by node: NodeID, on key: KeyID, at time: WallTime) -> Bool {
    rules[node]?.inForce(at: time).contains { $0.verbs.contains(verb) && $0.pattern.matches(key) } ?? false
  }

  /// The trust hash: nodes whose hashes are equal converge (PROTOCOL section 7.7).
  package func hash(by cryptography: some Cryptography) -> Bytes32 {
    var writer = CBORWriter()
    writer.array(rules.count)
    for node in nodes {
      writer.array(2)
      writer.byteString(node.publicKey)
      rules[node]?.write(to: &writer)
    }
    return cryptography.hash(writer.bytes)
  }
}

/// A peer's rules by the date from which they hold.
public struct DatedRules: Sendable, Equatable {
  /// Ascending, the first since 0; no rules from a date on: the peer is retired.
  public let entries: [Entry]

  /// Rules that hold from a date on; none retire the peer.
  public struct Entry: Sendable, Equatable {
    /// By the creators' clocks: a record is judged by its last_modified.
    public var since: WallTime
    /// What is permitted.
    public var rules: [PermissionRule]

    package init(since: WallTime, rules: [PermissionRule]) {
      self.since = since
      self.rules = rules
    }
  }

  /// Everything, since the beginning.
  package static let everything = DatedRules(rules: [.everything])

  /// Undated rules.
  package init(rules: [PermissionRule]) {
    entries = [Entry(since: WallTime(milliseconds: 0), rules: rules)]
  }

  /// Nil unless the dates ascend from 0.
  package init?(_ entries: [Entry]) {
    guard entries.first?.since == WallTime(milliseconds: 0),
      zip(entries, entries.dropFirst()).allSatisfy({ $0.since < $1.since })
    else { return nil }
    self.entries = entries
  }

  /// Other rules from a moment on, in place of all that were to hold from then on.
  package func replacing(since: WallTime, with rules: [PermissionRule]) -> DatedRules {
    let earlier = entries.filter { $0.since < since }
    return DatedRules(earlier + [Entry(since: since, rules: rules)]) ?? DatedRules(rules: rules)
  }

  package func inForce(at time: WallTime) -> [PermissionRule] {
    entries.last { $0.since <= time }?.rules ?? []
  }

  /// What most peers are permitted, so that it need not be read.
  private static let encodedEverything = everything.encoded

  /// The deterministic CBOR that the trust hash is made of.
  package var encoded: [UInt8] {
    var writer = CBORWriter()
    write(to: &writer)
    return writer.bytes
  }

  /// Nil for anything that `encoded` does not give.
  package init?(encoded bytes: [UInt8]) {
    if bytes == Self.encodedEverything {
      self = .everything
      return
    }
    var reader = CBORReader(bytes)
    guard let entries = try? [Entry](&reader), (try? reader.finish()) != nil else { return nil }
    self.init(entries)
    guard encoded == bytes else { return nil }
  }

  func write(to writer: inout CBORWriter) {
    writer.array(entries.count)
    for entry in entries {
      writer.array(2)
      writer.unsigned(entry.since.milliseconds)
      writer.array(entry.rules.count)
      for rule in entry.rules { rule.write(to: &writer) }
    }
  }
}

/// Verbs that a peer may use on the keys that match a pattern (PROTOCOL section 7.1).
public struct PermissionRule: Sendable, Equatable, LosslessStringConvertible {
  package var verbs: Verbs
  /// The keys it is about.
  public var pattern: KeyPattern

  package init(verbs: Verbs, pattern: KeyPattern) {
    self.verbs = verbs
    self.pattern = pattern
  }

  /// What the text of a rule looks like, for messages.
  public static let form =
    "VERBS:PATTERN, such as create,update:payments/** (verbs: \(Verb.allCases.map(\.description).joined(separator: ", ")))"

  /// Every verb on every key.
  public static let everything = PermissionRule(verbs: Verbs.all, pattern: .everything)

  /// Reads for example `create,update:payments/**`; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let pattern = KeyPattern(String(parts[1])) else { return nil }
    let names = parts[0].split(separator: ",", omittingEmptySubsequences: false)
    let verbs = names.compactMap { Verb(String($0)) }
    guard verbs.count == names.count else { return nil }
    self.init(verbs: Verbs(verbs), pattern: pattern)
  }

  /// For example `create,update:payments/**`.
  public var description: String {
    "\(Verb.allCases.filter(verbs.contains).map(\.description).joined(separator: ",")):\(pattern)"
  }

  func write(to writer: inout CBORWriter) {
    writer.array(2)
    let verbs = Verb.allCases.filter(verbs.contains)
    writer.array(verbs.count)
    for verb in verbs { writer.unsigned(verb.rawValue) }
    writer.text(pattern.text)
  }
}

/// A set of verbs.
package struct Verbs: OptionSet, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package init(_ verbs: some Sequence<Verb>) { self = verbs.reduce(into: []) { $0.insert(Verbs($1)) } }

  private init(_ verb: Verb) { rawValue = 1 << verb.rawValue }

  package static let all = Verbs(Verb.allCases)

  package func contains(_ verb: Verb) -> Bool { isSuperset(of: Verbs(verb)) }
}

// MARK: Coding

extension Array<DatedRules.Entry> {
  fileprivate init(_ reader: inout CBORReader) throws(Refusal) {
    self = []
    for _ in 0..<(try reader.array()) {
      guard try reader.array() == 2 else { throw .malformed }
      let since = WallTime(milliseconds: try reader.unsigned())
      var rules: [PermissionRule] = []
      for _ in 0..<(try reader.array()) { rules.append(try PermissionRule(&reader)) }
      append(DatedRules.Entry(since: since, rules: rules))
    }
  }
}

extension PermissionRule {
  fileprivate init(_ reader: inout CBORReader) throws(Refusal) {
    guard try reader.array() == 2 else { throw .malformed }
    var verbs: [Verb] = []
    for _ in 0..<(try reader.array()) {
      guard let verb = Verb(rawValue: UInt8(truncatingIfNeeded: try reader.unsigned())) else { throw .malformed }
      verbs.append(verb)
    }
    guard let pattern = KeyPattern(try reader.text()) else { throw .malformed }
    self.init(verbs: Verbs(verbs), pattern: pattern)
  }
}

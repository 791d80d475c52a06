import KeySyncCore
import Testing

/// Dated rules as vectors give them: `[[since, [[verbs, pattern], …]], …]`.
struct TrustVector: Decodable, Sendable {
  let rules: DatedRules

  init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    var entries: [DatedRules.Entry] = []
    while !container.isAtEnd {
      var entry = try container.nestedUnkeyedContainer()
      let since = WallTime(milliseconds: try entry.decode(Int64.self))
      entries.append(DatedRules.Entry(since: since, rules: try entry.decode([Rule].self).map(\.rule)))
    }
    rules = try #require(DatedRules(entries))
  }

  private struct Rule: Decodable {
    let rule: PermissionRule

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      let verbs = try container.decode([UInt8].self).map { try #require(Verb(rawValue: $0)) }
      let pattern = try #require(KeyPattern(try container.decode(String.self)))
      rule = PermissionRule(verbs: Verbs(verbs), pattern: pattern)
    }
  }
}

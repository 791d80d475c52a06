import Foundation
import KeySyncCore
import KeySyncCrypto
import KeySyncStore
import Testing

/// A history of the protocol's vectors: the records of one key, and what becomes of it.
struct History: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let key_id: String
  let records: [EncodedRecord]
  let trust: [String: EncodedRules]
  let void: [String: String]
  let heads: [String]
  let conflict: String?
  let winner: [String: String]

  struct EncodedRecord: Decodable, Sendable {
    let name: String
    let encoded: String
  }

  /// Dated rules: `[[since, [[verbs, pattern], …]], …]`.
  struct EncodedRules: Decodable, Sendable {
    let rules: DatedRules
  }

  var testDescription: String { name }

  static let all = Result {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = tests.appending(path: "KeySyncCoreTests/Vectors/merge.json")
    return try JSONDecoder().decode([History].self, from: try Data(contentsOf: file))
  }

  func verifiedRecords() throws -> [(name: String, record: VerifiedRecord)] {
    let cluster = try #require(ClusterName("prod"))
    return try records.map { record in
      let bytes = try #require([UInt8](hex: record.encoded))
      return (record.name, VerifiedRecord(stored: try Record(bytes, cluster: cluster, by: SodiumCryptography())))
    }
  }

  func trusted() throws -> Trust {
    let peers = [
      ("alice", try TestIdentities.alice()), ("bob", try TestIdentities.bob()), ("carol", try TestIdentities.carol()),
    ]
    return Trust(
      Dictionary(uniqueKeysWithValues: peers.map { name, peer in (peer.nodeID, trust[name]?.rules ?? .everything) })
    )
  }

  /// The rule of a policy that the vectors name.
  static func rule(_ name: String) throws -> PolicyRule {
    var rule = PolicyRule(pattern: .everything, strategy: .manual)
    switch name {
    case "manual": break
    case "higher-version": rule.strategy = .higherVersion
    case "last-writer": rule.strategy = .lastWriter
    case "creator-priority bob>carol":
      rule.strategy = .creatorPriority
      rule.creators = [try TestIdentities.bob().nodeID, try TestIdentities.carol().nodeID]
    case "higher-version, deletes compete":
      rule.strategy = .higherVersion
      rule.deletes = .compete
    default: Issue.record("no policy is named \(name)")
    }
    return rule
  }
}

extension History.EncodedRules {
  init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    var entries: [DatedRules.Entry] = []
    while !container.isAtEnd {
      var entry = try container.nestedUnkeyedContainer()
      let since = WallTime(milliseconds: try entry.decode(Int64.self))
      entries.append(DatedRules.Entry(since: since, rules: try entry.decode([EncodedRule].self).map(\.rule)))
    }
    rules = try #require(DatedRules(entries))
  }

  private struct EncodedRule: Decodable {
    let rule: PermissionRule

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      let verbs = try container.decode([UInt8].self).map { try #require(Verb(rawValue: $0)) }
      let pattern = try #require(KeyPattern(try container.decode(String.self)))
      rule = PermissionRule(verbs: Verbs(verbs), pattern: pattern)
    }
  }
}

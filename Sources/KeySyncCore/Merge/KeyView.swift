/// What a key is: its heads, whether they are in conflict, and which one wins (PROTOCOL sections 7.3 and 7.4).
package struct KeyView: Sendable {
  /// Sorted by id; never empty.
  package let heads: [VerifiedRecord]
  package let conflict: ConflictKind?
  package let winner: VerifiedRecord

  /// Nil when there are no heads: every record of the key is void or waits.
  package init?(heads: [VerifiedRecord], rule: PolicyRule) {
    guard let winner = Self.winner(among: heads, by: rule) else { return nil }
    self.heads = heads
    self.winner = winner
    conflict = ConflictKind(heads.map(\.fields))
  }

  /// A delete beats live heads, unless it has to compete; create and update beat metadata-sync; then the strategy decides, and
  /// last the smaller id, so that the order is total (7.4).
  private static func winner(among heads: [VerifiedRecord], by rule: PolicyRule) -> VerifiedRecord? {
    heads.max { a, b in
      let (x, y) = (a.fields, b.fields)
      if rule.deletes == .win, x.isDelete != y.isDelete { return y.isDelete }
      if (x.operation == .metadataSync) != (y.operation == .metadataSync) { return x.operation == .metadataSync }
      let (rankA, rankB) = (rank(a, by: rule), rank(b, by: rule))
      return rankA == rankB ? a.id > b.id : rankA.lexicographicallyPrecedes(rankB)
    }
  }

  /// The higher the better, most important first.
  private static func rank(_ record: VerifiedRecord, by rule: PolicyRule) -> [Int64] {
    let (version, time) = (record.fields.version, record.fields.lastModified.milliseconds)
    return switch rule.strategy {
    case .manual, .higherVersion: [version, time]
    case .lastWriter: [time, version]
    case .creatorPriority:
      [-Int64(rule.creators.firstIndex(of: record.creator) ?? rule.creators.count), version, time]
    }
  }
}

/// The three kinds of conflict (PROTOCOL section 7.3).
public enum ConflictKind: String, Sendable, CaseIterable {
  /// Live heads of different version.
  case version = "version-conflict"
  /// Live heads of one version and different content.
  case concurrentUpdate = "concurrent-update"
  /// A delete beside a live head.
  case deleteVersusUpdate = "delete-vs-update"

  /// Nil when all heads are equal: two deletes are, and live ones are when their content is.
  init?(_ heads: [RecordFields]) {
    let live = heads.filter { !$0.isDelete }
    if live.count < heads.count {
      guard !live.isEmpty else { return nil }
      self = .deleteVersusUpdate
    } else {
      guard live.count > 1, Set(live.map(\.content)).count > 1 else { return nil }
      self = Set(live.map(\.version)).count > 1 ? .version : .concurrentUpdate
    }
  }
}

import KeySyncStore

/// What has to be computed again.
struct RebuildPlan {
  /// The rows of verified records with a column that differs from them.
  private(set) var rows: [Int64] = []
  /// The keys of which something derived is not as it should be.
  private(set) var keys: Set<KeyID> = []
  var isSumWrong = false

  var isEmpty: Bool { rows.isEmpty && keys.isEmpty && !isSumWrong }

  mutating func add(_ key: ProvenKey, _ judgement: KeyJudgement) {
    for record in key.records where !record.isSound {
      guard let verified = record.record else { continue }
      rows.append(record.stored.row)
      keys.insert(verified.fields.keyID)
      if let keyID = key.keyID { keys.insert(keyID) }
    }
    if let keyID = key.keyID, judgement.findings.contains(where: \.kind.isFault) { keys.insert(keyID) }
  }
}
